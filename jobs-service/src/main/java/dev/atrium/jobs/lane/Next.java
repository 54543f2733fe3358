package dev.atrium.jobs.lane;

import java.time.Instant;

/// What becomes of an execution after a run.
public sealed interface Next {

    /// It is over and forgotten.
    record Finished() implements Next {}

    /// It runs again, not before the given time; until then it holds no thread.
    record At(Instant time) implements Next {}

    /// That is decided already: by a transaction of the run ([Lane#schedule], [Lane#remove]), or by another run
    /// that has taken over.
    record Settled() implements Next {}
}
