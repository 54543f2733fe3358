package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.room.access.Ban;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A ban.
///
/// @param expiresAt absent if it does not end by itself
/// @param reason absent if none was given
record BanView(
        String subject,
        Actor by,
        Instant at,
        @Nullable Instant expiresAt,
        @Nullable String reason) {

    static BanView of(Ban ban) {
        return new BanView(ban.subject(), ban.by(), ban.at(), ban.expiresAt(), ban.reason());
    }
}
