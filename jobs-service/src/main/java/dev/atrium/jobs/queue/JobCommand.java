package dev.atrium.jobs.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody asks of a job, and what that makes of it.
sealed interface JobCommand {

    /// As it is written down.
    String label();

    /// End it. A try that runs at that moment is interrupted by its node, and stores nothing any more.
    record Cancel() implements JobCommand {
        @Override
        public String label() {
            return "cancel";
        }
    }

    /// Try it now; if it was given up or cancelled, with all its tries again.
    record Retry() implements JobCommand {
        @Override
        public String label() {
            return "retry";
        }
    }

    /// What somebody wants in place of what he sees of a payload.
    ///
    /// @param wanted not `null`
    record Edit(JsonNode wanted, Caller by) {}

    /// Try it with all its tries again, and perhaps with another payload.
    ///
    /// @param edit null: with the payload that it has
    /// @param idempotencyKey a second replay with the same key has no effect; null: there is none
    /// @param isOneOfMany whether it is behind everything else, however urgent its type is
    record Replay(@Nullable Edit edit, @Nullable String idempotencyKey, boolean isOneOfMany) implements JobCommand {
        @Override
        public String label() {
            return edit == null ? "replay" : "replay with another payload";
        }
    }

    /// Put it away.
    record Discard() implements JobCommand {
        @Override
        public String label() {
            return "discard";
        }
    }

    /// The state that a job gets; its own one: it is as it was asked to be, or as good; empty: that cannot be asked
    /// of it.
    default Optional<JobState> makesOf(JobState state) {
        return Optional.ofNullable(
                switch (this) {
                    case Cancel _ -> cancelled(state);
                    case Retry _ -> retried(state);
                    case Replay _ -> replayed(state);
                    case Discard _ -> discarded(state);
                });
    }

    private static @Nullable JobState cancelled(JobState state) {
        return switch (state) {
            case QUEUED, RUNNING, RETRYING, PAUSED, CANCELLED -> JobState.CANCELLED;
            case DONE, DEAD, DISCARDED -> null;
        };
    }

    private static @Nullable JobState retried(JobState state) {
        return switch (state) {
            case QUEUED, RUNNING -> state;
            case RETRYING, DEAD, CANCELLED -> JobState.QUEUED;
            case PAUSED, DONE, DISCARDED -> null;
        };
    }

    private static @Nullable JobState replayed(JobState state) {
        return switch (state) {
            case DEAD, CANCELLED -> JobState.QUEUED;
            case QUEUED, RUNNING, RETRYING, PAUSED, DONE, DISCARDED -> null;
        };
    }

    private static @Nullable JobState discarded(JobState state) {
        return switch (state) {
            case DEAD, DISCARDED -> JobState.DISCARDED;
            case QUEUED, RUNNING, RETRYING, PAUSED, DONE, CANCELLED -> null;
        };
    }
}
