package dev.atrium.gateway.edge;

/// Whether a client keeps pace: in each stretch of time of which it let others wait for the greater part, it must have
/// sent, or taken, [#LEAST_BYTES]. So whoever has a slow line is served, and nobody holds for hours, a byte now and
/// then,
/// what all need. Times are those of [System#nanoTime]. Belongs to one event loop.
public final class Pace {

    /// What a client must move in a stretch.
    public static final int LEAST_BYTES = 64 << 10;

    private long beganNanos;
    private long waitingSinceNanos;
    private long waitedNanos;
    private boolean waiting;
    private long bytes;

    public Pace(long nowNanos) {
        this.beganNanos = nowNanos;
    }

    /// The client sent, or took, so many bytes.
    public void moved(int some) {
        bytes += some;
    }

    /// The client is the one who is waited for, from now on.
    public void waits(long nowNanos) {
        if (!waiting) {
            waiting = true;
            waitingSinceNanos = nowNanos;
        }
    }

    /// The client is not waited for any more.
    public void goesOn(long nowNanos) {
        if (waiting) {
            waiting = false;
            waitedNanos += nowNanos - waitingSinceNanos;
        }
    }

    /// Ends a stretch, and begins the next one.
    ///
    /// @return whether the client was too slow in the one that ends
    public boolean isTooSlow(long nowNanos) {
        boolean still = waiting;
        goesOn(nowNanos);
        boolean slow = bytes < LEAST_BYTES && 2 * waitedNanos > nowNanos - beganNanos;
        beganNanos = nowNanos;
        waitedNanos = 0;
        bytes = 0;
        if (still) {
            waits(nowNanos);
        }
        return slow;
    }
}
