package dev.atrium.jobs.call;

import dev.atrium.jobs.retry.RetryableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What another service answered.
public sealed interface Answer {

    /// It did what was asked.
    ///
    /// @param body empty if it went to a file
    record Ok(byte[] body) implements Answer {}

    /// It will not do that.
    record Refused(int status) implements Answer {}

    /// It may do that later.
    ///
    /// @param reason without internals
    /// @param after how long it wants to be left alone; null: it did not say
    record NotNow(String reason, @Nullable Duration after) implements Answer {

        /// For what is tried again.
        public RetryableException exception() {
            return new RetryableException("another service " + reason, after);
        }
    }

    /// 401 is among those that pass: it says that a key is being changed or that clocks differ, not that the owner may
    /// not.
    ///
    /// @param after what its `Retry-After` says; null: it has none
    static Answer of(int status, byte[] body, @Nullable Duration after) {
        if (status >= 200 && status < 300) {
            return new Ok(body);
        }
        return switch (status) {
            case 401, 408, 421, 425, 429 -> new NotNow("answered " + status, after);
            default -> status >= 500 ? new NotNow("answered " + status, after) : new Refused(status);
        };
    }
}
