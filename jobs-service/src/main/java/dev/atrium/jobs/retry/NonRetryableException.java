package dev.atrium.jobs.retry;

/// It would fail the same way again: do not try it again.
public final class NonRetryableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param reason shown to users: says what is wrong and no internal
    public NonRetryableException(String reason) {
        super(reason);
    }

    /// @param reason shown to users: says what is wrong and no internal
    public NonRetryableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
