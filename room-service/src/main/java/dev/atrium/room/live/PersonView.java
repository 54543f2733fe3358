package dev.atrium.room.live;

import org.jspecify.annotations.Nullable;

/// Somebody who is in a room, however many sockets that person has there.
///
/// @param status a few words; null for none
/// @param colour `#rrggbb`; null for none
public record PersonView(
        String subject,
        String handle,
        @Nullable String status,
        @Nullable String colour) {}
