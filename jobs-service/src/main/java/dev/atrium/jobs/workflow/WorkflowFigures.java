package dev.atrium.jobs.workflow;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A type of workflow in numbers, of one tenant or of all.
///
/// @param instances how many there are, by status; of all tenants without those that are complete or
///     cancelled
/// @param oldestOpen when the oldest one was started that has not ended; null: there is none
public record WorkflowFigures(
        String type, Map<String, Long> instances, @Nullable Instant oldestOpen) {

    public WorkflowFigures {
        instances = Map.copyOf(instances);
    }
}
