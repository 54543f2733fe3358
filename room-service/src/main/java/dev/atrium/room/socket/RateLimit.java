package dev.atrium.room.socket;

import java.util.concurrent.TimeUnit;

/// A token bucket that holds two seconds' worth. Not thread-safe.
final class RateLimit {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private final double capacity;
    private double tokens;
    private long filledAtNanos;

    RateLimit(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.capacity = 2.0 * perSecond;
        this.tokens = capacity;
        this.filledAtNanos = nowNanos;
    }

    /// @return false if the limit is used up
    boolean take(long nowNanos) {
        tokens = Math.min(capacity, tokens + (nowNanos - filledAtNanos) * perSecond / NANOS_PER_SECOND);
        filledAtNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
