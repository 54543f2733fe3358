package dev.atrium.room.sync;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What one client may cost in the long run, in bytes that it sends and that are made for it. Nothing is refused: who
/// has cost too much is not read from for a while. Only for one event loop.
final class Throttle {

    /// So much may come at once: to share a large document takes several large messages in both directions, and the
    /// client's answers must not be late.
    private static final Duration BURST = Duration.ofSeconds(16);

    private final double nanosPerByte;
    /// Until when the rate is used up.
    private long usedUntilNanos;

    Throttle(int bytesPerSecond, long nowNanos) {
        this.nanosPerByte = (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        this.usedUntilNanos = nowNanos;
    }

    void spend(long bytes, long nowNanos) {
        long from = Math.max(0, usedUntilNanos - nowNanos);
        usedUntilNanos = nowNanos + from + (long) (bytes * nanosPerByte);
    }

    /// How long nothing more should be read; zero or less: it may.
    long waitNanos(long nowNanos) {
        return usedUntilNanos - nowNanos - BURST.toNanos();
    }
}
