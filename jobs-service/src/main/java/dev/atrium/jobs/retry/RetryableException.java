package dev.atrium.jobs.retry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// It failed and may succeed later. Any other exception is retried, too; this one says why, to users.
public final class RetryableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Duration after;

    /// @param reason shown to users: says what is wrong and no internal
    public RetryableException(String reason) {
        this(reason, (Duration) null);
    }

    /// @param reason shown to users: says what is wrong and no internal
    public RetryableException(String reason, Throwable cause) {
        super(reason, cause);
        this.after = null;
    }

    /// @param reason shown to users: says what is wrong and no internal
    /// @param after how long to wait at least; null: as long as the back-off says
    public RetryableException(String reason, @Nullable Duration after) {
        super(reason);
        this.after = after;
    }

    /// How long to wait at least; null: as long as the back-off says.
    public @Nullable Duration after() {
        return after;
    }
}
