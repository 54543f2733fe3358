package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job as the API shows it.
///
/// @param subject on whose behalf it runs
/// @param attempts tries that were begun
/// @param startedAt of the first try
/// @param endedAt null while it is neither done nor dead
/// @param nextAttemptAt null unless it is retrying
/// @param note why it is retrying or dead, or what is worth knowing about its end
public record JobView(
        UUID id,
        @JsonProperty("class") String jobClass,
        String type,
        String subject,
        JobState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String note) {}
