package dev.atrium.room.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jspecify.annotations.Nullable;

/// Where a socket's member points.
///
/// @param cursor the client's own JSON; null for nowhere
public record CursorView(
        long socket,
        String subject,

        @JsonRawValue @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        String cursor) {}
