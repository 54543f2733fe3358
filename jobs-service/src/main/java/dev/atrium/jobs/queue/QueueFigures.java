package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A class of jobs in numbers, of one tenant or of all.
///
/// @param jobs how many there are, by state; of all tenants without those that are done, cancelled or
///     discarded
/// @param oldestOpen when the oldest one was added that has not ended; null: there is none
/// @param oldestDue since when the one waits that could have begun for the longest time, of a tenant
///     among the 1,000 oldest that have not ended; null: none waits
/// @param pausedBy subject of who paused it, or `operator` where it is paused for all tenants; null: it
///     is not paused
public record QueueFigures(
        @JsonProperty("class") String jobClass,
        Map<String, Long> jobs,
        @Nullable Instant oldestOpen,
        @Nullable Instant oldestDue,
        @Nullable String pausedBy,
        @Nullable Instant pausedAt) {

    public QueueFigures {
        jobs = Map.copyOf(jobs);
    }
}
