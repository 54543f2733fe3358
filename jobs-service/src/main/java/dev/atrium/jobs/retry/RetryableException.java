package dev.atrium.jobs.retry;

import org.jspecify.annotations.Nullable;

/// It failed and may succeed later. Any other exception is retried, too; this one says why, to users.
public final class RetryableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param reason shown to users: says what is wrong and no internal
    /// @param cause null where the reason says it all
    public RetryableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
