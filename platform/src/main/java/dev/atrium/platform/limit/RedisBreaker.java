package dev.atrium.platform.limit;

import java.time.Duration;

/// Whether an instance counts together with the others, by Redis, or alone: it goes alone after some
/// failures in a row, and then tries again once a second.
final class RedisBreaker {

    private static final int FAILURES = 3;
    private static final long PAUSE_MICROS = Duration.ofSeconds(1).toNanos() / 1_000;

    private int failures;
    private long nextTry;

    synchronized boolean isAlone() {
        return failures >= FAILURES;
    }

    /// Whether Redis should be asked now. Of those who ask this while the instance is alone, one in a
    /// second is told so.
    synchronized boolean mayAsk(long now) {
        if (failures < FAILURES) {
            return true;
        }
        if (now - nextTry < 0) {
            return false;
        }
        nextTry = now + PAUSE_MICROS;
        return true;
    }

    /// @return whether the instance is alone since now
    synchronized boolean failed(long now) {
        failures = Math.min(failures + 1, FAILURES + 1);
        if (failures == FAILURES) {
            nextTry = now + PAUSE_MICROS;
        }
        return failures == FAILURES;
    }

    /// @return whether the instance was alone until now
    synchronized boolean succeeded() {
        boolean was = failures >= FAILURES;
        failures = 0;
        return was;
    }
}
