package dev.atrium.room.socket;

import org.jspecify.annotations.Nullable;

/// The last that a client hears on a connection.
///
/// @param code of the close frame: RFC 6455 and its registry, or from 4000
/// @param lastMessage sent before the close frame; null for nothing
public record Farewell(short code, String reason, byte @Nullable [] lastMessage) {

    public Farewell(short code, String reason) {
        this(code, reason, null);
    }
}
