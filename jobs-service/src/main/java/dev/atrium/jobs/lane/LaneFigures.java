package dev.atrium.jobs.lane;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A lane in numbers, in the whole cluster and for all tenants.
///
/// @param lane its name: a class of jobs, `workflow`, `schedule` or `webhook`
/// @param due executions that wait for a free place, as they were counted in the last 10 seconds
/// @param oldestDue since when the one waits that has been due for the longest time; null: none waits
/// @param running executions that have a place, also those whose node has died and was not yet found out
/// @param places how many may run at once on the nodes that were there in the last 30 seconds, and on all
///     nodes together where that is fewer
public record LaneFigures(String lane, long due, @Nullable Instant oldestDue, long running, long places) {}
