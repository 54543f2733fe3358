package dev.atrium.jobs.workflow;

import org.jspecify.annotations.Nullable;

/// What an instance is told.
///
/// @param payload JSON
/// @param sender subject of who sends it
/// @param idempotencyKey by which the same event is known when it comes again; null: by its payload
public record SentEvent(
        String payload, String sender, @Nullable String idempotencyKey) {}
