package dev.atrium.jobs.call;

import dev.atrium.jobs.retry.RetryableException;

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
    record NotNow(String reason) implements Answer {

        /// For what is tried again.
        public RetryableException exception() {
            return new RetryableException("another service " + reason, null);
        }
    }

    /// 401 is among those that pass: it says that a key is being changed or that clocks differ, not that the owner may
    /// not.
    static Answer of(int status, byte[] body) {
        if (status >= 200 && status < 300) {
            return new Ok(body);
        }
        return switch (status) {
            case 401, 408, 421, 425, 429 -> new NotNow("answered " + status);
            default -> status >= 500 ? new NotNow("answered " + status) : new Refused(status);
        };
    }
}
