package dev.atrium.jobs.retry;

/// It failed and may succeed later. Any other exception is retried, too; this one says why, to users.
public final class RetryableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param reason shown to users: says what is wrong and no internal
    public RetryableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
