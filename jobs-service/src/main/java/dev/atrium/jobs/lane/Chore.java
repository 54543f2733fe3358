package dev.atrium.jobs.lane;

import java.time.Duration;

/// Something to do again and again, once in the cluster each time. Every bean of this type is run by [Housekeeping].
public interface Chore {

    /// Never changes: the schedule is kept under it.
    String name();

    /// The pause between two runs.
    Duration every();

    /// Must be idempotent: a run whose node died is repeated. After an exception it comes again at its next time.
    void run() throws Exception;
}
