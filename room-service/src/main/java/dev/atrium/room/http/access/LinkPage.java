package dev.atrium.room.http.access;

import java.util.List;

/// The links of a room.
///
/// @param items the oldest first, without their tokens
record LinkPage(List<LinkView> items) {}
