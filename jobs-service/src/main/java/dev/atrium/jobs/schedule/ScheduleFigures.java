package dev.atrium.jobs.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Schedules in numbers.
///
/// @param late active ones of which the time came more than a minute ago, and nothing was started or
///     skipped yet
/// @param nextAt when the next one starts something; null: none does
public record ScheduleFigures(
        long active, long paused, long late, @Nullable Instant nextAt) {}
