package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An instance as the API shows it.
///
/// @param subject on whose behalf it runs
/// @param startedAt null while it is queued
/// @param endedAt null while it is neither complete nor failed
/// @param result JSON; null if there is none, or none yet
/// @param error why it failed; null if it did not
/// @param steps those that were begun, in this order; null in lists
public record WorkflowView(
        String id,
        String type,
        String subject,
        WorkflowStatus status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @JsonRawValue @Nullable String result,
        @Nullable String error,
        @Nullable List<Step> steps) {

    public WorkflowView {
        steps = steps == null ? null : List.copyOf(steps);
    }

    /// @param attempts that were begun
    /// @param startedAt of the first attempt
    /// @param nextAttemptAt null unless it is retrying
    /// @param error why the last attempt failed; null if it did not
    public record Step(
            String name,
            StepStatus status,
            int attempts,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant nextAttemptAt,
            @Nullable String error) {}

    WorkflowView withSteps(List<Step> itsSteps) {
        return new WorkflowView(id, type, subject, status, createdAt, startedAt, endedAt, result, error, itsSteps);
    }
}
