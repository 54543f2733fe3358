package dev.atrium.platform.limit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a subject may still spend of a quota here without asking the others: it is filled from the shared
/// quota, some units at a time, before it is empty, and with more where somebody comes with much at once.
/// Nothing is spent that was not drawn.
///
/// Times are in microseconds. May be used by any thread.
final class LocalAllowance {

    /// This part of a quota is drawn at a time.
    private static final int PARTS = 10;

    /// When to try again where the quota has said nothing yet: its answer is on its way.
    private static final Duration ASKED = Duration.ofMillis(10);

    private final long part;
    private final Duration window;
    private long balance;
    private @Nullable Promise<Void> drawing;
    private long wished = Long.MAX_VALUE;
    private boolean dry;
    private long dryUntil;

    LocalAllowance(Quota quota) {
        this.part = Math.max(1, quota.amount() / PARTS);
        this.window = quota.window();
    }

    /// Spends so many units, or none.
    ///
    /// @param units at least 1
    /// @return in how long it may be tried again, if there are not as many
    synchronized Optional<Duration> spend(long units, long now) {
        if (balance >= units) {
            balance -= units;
            return Optional.empty();
        }
        return Optional.of(isDry(now) ? Duration.ofNanos((dryUntil - now) * 1_000) : ASKED);
    }

    /// So many units that were spent here were not used after all.
    synchronized void giveBack(long units) {
        balance += units;
    }

    /// Whether nothing would be gained by waiting for a draw: so many units are here, or the quota has no
    /// more.
    synchronized boolean suffices(long units, long now) {
        return balance >= units || isDry(now);
    }

    /// How much should be drawn now, which the caller then has to do; 0 if nothing, or if it is being done.
    ///
    /// @param units that should be here afterwards, if that is more than usual
    synchronized long due(long units, long now) {
        boolean enough = balance > part / 2 && balance >= units;
        if (drawing != null || enough || isDry(now)) {
            return 0;
        }
        drawing = Promise.promise();
        return Math.min(wished, Math.max(part, units) - balance);
    }

    /// Completes when what is due now has come or was refused.
    synchronized Future<Void> drawn() {
        return drawing == null ? Future.succeededFuture() : drawing.future();
    }

    /// What was due has come.
    void filled(long units) {
        Promise<Void> done;
        synchronized (this) {
            done = drawing;
            drawing = null;
            wished = Long.MAX_VALUE;
            balance += units;
        }
        complete(done);
    }

    /// What was due was refused.
    ///
    /// @param left how much there would have been instead
    /// @param more in how long there is more
    void refused(long left, Duration more, long now) {
        Promise<Void> done;
        synchronized (this) {
            done = drawing;
            drawing = null;
            if (left > 0) {
                wished = left;
            } else {
                dry = true;
                dryUntil = now + more.toNanos() / 1_000;
            }
        }
        complete(done);
    }

    /// After how long without use it may be forgotten: by then all that was drawn has come back.
    Duration keep() {
        return window;
    }

    /// Outside of the lock: who waits comes back.
    private static void complete(@Nullable Promise<Void> done) {
        if (done != null) {
            done.complete();
        }
    }

    private boolean isDry(long now) {
        dry = dry && dryUntil - now > 0;
        return dry;
    }
}
