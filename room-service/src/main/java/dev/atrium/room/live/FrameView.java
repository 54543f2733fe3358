package dev.atrium.room.live;

import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jspecify.annotations.Nullable;

/// A picture that is being made: the latest of its stream.
///
/// @param socket number of the socket that shows it
/// @param subject whose socket that is
/// @param progress from 0 to 1; null if it is not known
/// @param frame the client's own JSON
public record FrameView(
        long socket,
        String subject,
        String stream,
        long sequence,
        @Nullable Double progress,
        @JsonRawValue String frame) {}
