package dev.atrium.jobs.notify.push;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A device that wants to be told, as its browser has subscribed it.
///
/// @param endpoint where its push service takes messages for it
/// @param p256dh its public key, in base64url
/// @param auth its secret, in base64url
/// @param label by which its owner knows it; null: none
/// @param createdAt when it was subscribed last
/// @param session in which it was subscribed, and with which it ends; null: in none
/// @param endsAt when it ends at the latest; null: never by itself
/// @param restsUntil gets nothing before, because it was not reached again and again; null: it does not rest
record Subscription(
        UUID id,
        String subject,
        String endpoint,
        String p256dh,
        String auth,
        @Nullable String label,
        Instant createdAt,
        @Nullable UUID session,
        @Nullable Instant endsAt,
        @Nullable Instant restsUntil) {

    boolean isAwake(Instant now) {
        return restsUntil == null || !restsUntil.isAfter(now);
    }
}
