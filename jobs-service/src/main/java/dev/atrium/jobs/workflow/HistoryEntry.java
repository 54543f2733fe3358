package dev.atrium.jobs.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A transition of an instance, as the API shows it.
///
/// @param sequence 1, 2, … within the instance, as in its events
/// @param status the instance's
/// @param step the step that ended; null if the instance changed its status
/// @param actor subject of who asked for it; null if nobody did
public record HistoryEntry(
        long sequence,
        Instant at,
        WorkflowStatus status,
        @Nullable String step,
        @Nullable String actor) {}
