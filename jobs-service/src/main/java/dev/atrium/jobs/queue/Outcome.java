package dev.atrium.jobs.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a handler's try ended. Notes and reasons are shown to the job's owner: they hold no internals.
public sealed interface Outcome {

    /// @param note what is worth knowing about the end; null if nothing is
    record Done(@Nullable String note) implements Outcome {}

    /// It may succeed later.
    ///
    /// @param after how long to wait at least, where that is known, as from a peer's `Retry-After`: the
    ///     class's back-off counts where it is longer ([dev.atrium.jobs.retry.Backoff]); null: only the
    ///     back-off counts
    record Retry(String reason, @Nullable Duration after) implements Outcome {

        public Retry(String reason) {
            this(reason, null);
        }
    }

    /// It would fail the same way again.
    record Dead(String reason) implements Outcome {}

    /// It was not tried, because there was no room for it: it comes again then, and the try does not
    /// count.
    record Later(Duration after) implements Outcome {}
}
