package dev.atrium.room.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.MemberBanned;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody must not enter a room.
///
/// @param expiresAt when that ends; null if not by itself
/// @param reason null if none was given
public record Ban(
        String subject,
        Actor by,
        Instant at,
        @Nullable Instant expiresAt,
        @Nullable String reason) {

    static Ban of(MemberBanned event) {
        return new Ban(event.subject(), event.by(), event.at(), event.expiresAt(), event.reason());
    }

    boolean isInForce(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
