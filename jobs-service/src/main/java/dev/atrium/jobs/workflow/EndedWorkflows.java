package dev.atrium.jobs.workflow;

import dev.atrium.jobs.figures.Percentiles;
import org.jspecify.annotations.Nullable;

/// Instances of a type that ended lately.
///
/// @param waitedMs from when they were started until their method was entered; null: none was
/// @param tookMs from when they were started until they ended, with all that they waited for; null: there
///     were none
public record EndedWorkflows(
        String type,
        long complete,
        long failed,
        long cancelled,
        @Nullable Percentiles waitedMs,
        @Nullable Percentiles tookMs) {}
