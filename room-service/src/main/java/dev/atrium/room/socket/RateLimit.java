package dev.atrium.room.socket;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A rate that is kept in the long run, while two seconds' worth of it may come at once. Thread-safe.
final class RateLimit {

    private static final long BURST_NANOS = Duration.ofSeconds(2).toNanos();

    private final long intervalNanos;
    /// Until when the rate is used up: each use moves it by the interval, from now on if it has passed.
    private final AtomicLong usedUntilNanos;

    RateLimit(int perSecond, long nowNanos) {
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.usedUntilNanos = new AtomicLong(nowNanos);
    }

    /// @return false if the limit is used up
    boolean take(long nowNanos) {
        while (true) {
            long until = usedUntilNanos.get();
            long ahead = Math.max(0, until - nowNanos);
            if (ahead > BURST_NANOS - intervalNanos) {
                return false;
            }
            if (usedUntilNanos.compareAndSet(until, nowNanos + ahead + intervalNanos)) {
                return true;
            }
        }
    }
}
