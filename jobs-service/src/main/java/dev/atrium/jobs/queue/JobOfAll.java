package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job of any tenant, as the operator sees it.
///
/// @param attempts tries that have begun
/// @param startedAt when the first try began
/// @param note how the last try ended, as its owner is told
public record JobOfAll(
        String tenant,
        UUID id,
        @JsonProperty("class") String jobClass,
        String type,
        JobState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String note) {}
