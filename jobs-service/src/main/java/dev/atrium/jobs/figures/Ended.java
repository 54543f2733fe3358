package dev.atrium.jobs.figures;

import java.time.Instant;
import java.util.List;

/// What ended lately.
///
/// @param since what ended then or later is counted: an hour ago or, where more ended than is looked at,
///     later
/// @param items by class or type
public record Ended<T>(Instant since, List<T> items) {

    /// How many are looked at, the newest of the whole installation: so it costs the same however much
    /// there is.
    public static final int MOST = 20_000;

    public Ended {
        items = List.copyOf(items);
    }
}
