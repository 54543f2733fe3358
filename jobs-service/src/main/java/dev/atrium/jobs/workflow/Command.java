package dev.atrium.jobs.workflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody asks of an instance, and what that makes of it.
public sealed interface Command {

    /// End it, whatever it does. What runs at that moment stores nothing any more.
    record Cancel() implements Command {}

    /// Begin no further step.
    record Pause() implements Command {}

    /// Go on where it was paused; times that it waits for are put off by the length of the pause.
    record Resume() implements Command {}

    /// Run it again.
    ///
    /// @param from the first step to run again: what came before it is kept; null: from the beginning
    record Restart(@Nullable String from) implements Command {}

    /// The status that an instance gets; its own one: there is nothing to do; empty: that cannot be asked of it.
    default Optional<WorkflowStatus> makesOf(WorkflowStatus status) {
        return Optional.ofNullable(
                switch (this) {
                    case Cancel _ -> cancelled(status);
                    case Pause _ -> paused(status);
                    case Resume _ -> resumed(status);
                    case Restart _ -> restarted(status);
                });
    }

    private static @Nullable WorkflowStatus cancelled(WorkflowStatus status) {
        return switch (status) {
            case QUEUED, RUNNING, WAITING, PAUSING, PAUSED, CANCELLED -> WorkflowStatus.CANCELLED;
            case COMPLETE, FAILED -> null;
        };
    }

    private static @Nullable WorkflowStatus paused(WorkflowStatus status) {
        return switch (status) {
            case QUEUED, WAITING, PAUSED -> WorkflowStatus.PAUSED;
            case RUNNING, PAUSING -> WorkflowStatus.PAUSING;
            case COMPLETE, FAILED, CANCELLED -> null;
        };
    }

    private static @Nullable WorkflowStatus resumed(WorkflowStatus status) {
        return switch (status) {
            case PAUSED -> WorkflowStatus.QUEUED;
            case PAUSING -> WorkflowStatus.RUNNING;
            case QUEUED, RUNNING, WAITING -> status;
            case COMPLETE, FAILED, CANCELLED -> null;
        };
    }

    private static @Nullable WorkflowStatus restarted(WorkflowStatus status) {
        return switch (status) {
            case COMPLETE, FAILED, CANCELLED, PAUSED -> WorkflowStatus.QUEUED;
            case QUEUED, RUNNING, WAITING, PAUSING -> null;
        };
    }
}
