package dev.atrium.gateway.proxy;

import java.time.Duration;

/// Keeps requests from a node that hardly answers any more (GW-15), so that they fail at once instead of waiting, and
/// the node comes to its senses. Opens when half of the latest requests failed; then lets one through from time to
/// time, and closes with the first that is answered. Thread-safe.
final class Breaker {

    private final long pauseNanos;
    private final int window;
    /// A bit for each of the latest requests, set if it failed.
    private long outcomes;
    private int counted;
    private boolean open;
    private boolean gone;
    private long nextTrialNanos;

    /// What a report changed.
    enum Change {
        NONE,
        OPENED,
        CLOSED
    }

    /// @param pause between two requests that are let through while it is open
    /// @param window how many of the latest requests count; at most 60
    Breaker(Duration pause, int window) {
        this.pauseNanos = pause.toNanos();
        this.window = window;
    }

    /// Whether a request may be sent now.
    ///
    /// @param nowNanos as [System#nanoTime]
    synchronized boolean admits(long nowNanos) {
        if (!open) {
            return true;
        }
        if (nowNanos - nextTrialNanos < 0) {
            return false;
        }
        nextTrialNanos = nowNanos + pauseNanos;
        return true;
    }

    /// The node began an answer, whatever it says.
    synchronized Change answered() {
        gone = false;
        if (open) {
            open = false;
            outcomes = 0;
            counted = 0;
            return Change.CLOSED;
        }
        note(0);
        return Change.NONE;
    }

    /// The node could not be reached.
    synchronized Change unreachable(long nowNanos) {
        gone = true;
        return missed(nowNanos);
    }

    /// Whether the node could not be reached when it was last tried.
    synchronized boolean isGone() {
        return gone;
    }

    /// The node broke off before its answer, or did not begin it in time.
    synchronized Change failed(long nowNanos) {
        gone = false;
        return missed(nowNanos);
    }

    private Change missed(long nowNanos) {
        note(1);
        if (open || counted < window || 2 * Long.bitCount(outcomes) < window) {
            return Change.NONE;
        }
        open = true;
        nextTrialNanos = nowNanos + pauseNanos;
        return Change.OPENED;
    }

    private void note(int failure) {
        outcomes = (outcomes << 1 | failure) & ((1L << window) - 1);
        counted = Math.min(window, counted + 1);
    }
}
