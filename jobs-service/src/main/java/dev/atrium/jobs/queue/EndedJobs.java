package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.jobs.figures.Percentiles;
import org.jspecify.annotations.Nullable;

/// Jobs of a class that ended lately.
///
/// @param dead those that were given up
/// @param failedTries of those that are done or were given up
/// @param waitedMs from when they were due until their first try began; null: none began
/// @param triedMs how long their last tries took; null: there were none
public record EndedJobs(
        @JsonProperty("class") String jobClass,
        long done,
        long dead,
        long failedTries,
        @Nullable Percentiles waitedMs,
        @Nullable Percentiles triedMs) {}
