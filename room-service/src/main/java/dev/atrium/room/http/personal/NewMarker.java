package dev.atrium.room.http.personal;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/// The body that moves the caller's marker.
///
/// @param upTo the highest sequence number that the caller has read, at most the room's last
record NewMarker(@NotNull @Min(0) Long upTo) {}
