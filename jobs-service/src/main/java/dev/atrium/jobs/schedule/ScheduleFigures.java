package dev.atrium.jobs.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A tenant's schedules in numbers.
///
/// @param nextAt when the next one starts something; null: none does
public record ScheduleFigures(
        long active, long paused, @Nullable Instant nextAt) {}
