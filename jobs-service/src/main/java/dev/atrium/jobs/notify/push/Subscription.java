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
record Subscription(
        UUID id,
        String subject,
        String endpoint,
        String p256dh,
        String auth,
        @Nullable String label,
        Instant createdAt) {}
