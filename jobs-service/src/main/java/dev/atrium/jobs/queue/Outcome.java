package dev.atrium.jobs.queue;

import org.jspecify.annotations.Nullable;

/// How a handler's try ended. Notes and reasons are shown to the job's owner: they hold no internals.
public sealed interface Outcome {

    /// @param note what is worth knowing about the end; null if nothing is
    record Done(@Nullable String note) implements Outcome {}

    /// It may succeed later.
    record Retry(String reason) implements Outcome {}

    /// It would fail the same way again.
    record Dead(String reason) implements Outcome {}
}
