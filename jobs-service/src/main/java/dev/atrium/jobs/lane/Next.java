package dev.atrium.jobs.lane;

import java.time.Instant;

/// What becomes of an execution after a run.
public sealed interface Next {

    /// It is over and forgotten.
    record Finished() implements Next {}

    /// It runs again, not before the given time; until then it holds no thread.
    record At(Instant time) implements Next {}

    /// Another run has taken over meanwhile and decides what becomes of it.
    record TakenOver() implements Next {}
}
