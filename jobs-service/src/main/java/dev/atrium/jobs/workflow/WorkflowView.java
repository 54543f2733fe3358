package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An instance as the API shows it.
///
/// @param version of its type, with which it was started and which it keeps
/// @param subject on whose behalf it runs
/// @param parent id of the instance that waits for it; null: nobody does
/// @param startedAt null while it is queued
/// @param endedAt null while it has not ended
/// @param result JSON; null if there is none, or none yet, and in lists if it is large
/// @param error why it failed; null if it did not
/// @param steps those that were begun, in this order; null in lists
public record WorkflowView(
        String id,
        String type,
        int version,
        String subject,
        @Nullable String parent,
        WorkflowStatus status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,

        @JsonRawValue @Schema(implementation = JsonNode.class) @Nullable
        String result,

        @Nullable String error,
        @Nullable List<Step> steps) {

    public WorkflowView {
        steps = steps == null ? null : List.copyOf(steps);
    }

    /// @param attempts that were begun
    /// @param startedAt of the first attempt
    /// @param nextAttemptAt when it is tried again, or until when it waits; null where neither is known
    /// @param error why the last attempt failed; null if it did not
    public record Step(
            String name,
            StepKind kind,
            StepStatus status,
            int attempts,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant nextAttemptAt,
            @Nullable String error) {}

    WorkflowView withResult(@Nullable String itsResult) {
        return new WorkflowView(
                id, type, version, subject, parent, status, createdAt, startedAt, endedAt, itsResult, error, steps);
    }

    WorkflowView withSteps(List<Step> itsSteps) {
        return new WorkflowView(
                id, type, version, subject, parent, status, createdAt, startedAt, endedAt, result, error, itsSteps);
    }
}
