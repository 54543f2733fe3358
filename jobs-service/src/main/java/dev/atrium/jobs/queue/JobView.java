package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job as the API shows it.
///
/// @param subject on whose behalf it runs
/// @param attempts tries that were begun
/// @param startedAt of the first try
/// @param endedAt null while it has not ended
/// @param nextAttemptAt null unless it is retrying, or was added for a later time
/// @param note why it is retrying or dead, or what is worth knowing about its end
/// @param payload for admins if it is nobody's own, for the owner of a dead job what he wrote himself;
///     else, and in lists, null
/// @param actions what was asked of it, the latest first; null in lists
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
        @Nullable String note,
        @Nullable JsonNode payload,
        @Nullable List<Action> actions) {

    public JobView {
        actions = actions == null ? null : List.copyOf(actions);
    }

    /// What somebody asked of the job.
    ///
    /// @param actor subject of who did
    public record Action(String action, String actor, Instant at) {}

    JobView with(@Nullable JsonNode itsPayload, List<Action> itsActions) {
        return new JobView(
                id,
                jobClass,
                type,
                subject,
                state,
                attempts,
                createdAt,
                startedAt,
                endedAt,
                nextAttemptAt,
                note,
                itsPayload,
                itsActions);
    }
}
