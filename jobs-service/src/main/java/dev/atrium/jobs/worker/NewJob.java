package dev.atrium.jobs.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A job that is to be added.
///
/// @param payload any JSON of at most 128 KiB
/// @param key what it is about, 1 to 200 characters: a second job of the worker with the same key is
///     not added as long as the first is kept
/// @param delaySeconds how long it does not begin, at most a year
/// @param at when it begins at the earliest, within a year
public record NewJob(
        @Nullable JsonNode payload,
        @Nullable String key,
        @Nullable Long delaySeconds,
        @Nullable Instant at) {}
