package dev.atrium.platform.limit;

import java.time.Duration;
import java.util.Optional;

/// What a subject may still spend of a quota here without asking the others: it is filled from the shared
/// quota, some units at a time, before it is empty. Nobody waits for that: meanwhile up to half of the
/// quota is lent, and paid back out of what comes next. So in the long run no more is spent than the quota
/// has.
///
/// Times are in microseconds. May be used by any thread.
final class LocalAllowance {

    /// This part of a quota is drawn at a time.
    private static final int PARTS = 10;

    /// When to try again where the quota has said nothing yet.
    private static final long ASKED_MICROS = 1_000_000;

    private final long fill;
    private final long credit;
    private final Duration window;
    private long balance;
    private boolean drawing;
    private long wished = Long.MAX_VALUE;
    private boolean dry;
    private long dryUntil;

    LocalAllowance(Quota quota) {
        this.fill = Math.max(1, quota.amount() / PARTS);
        this.credit = Math.max(1, quota.amount() / 2);
        this.window = quota.window();
    }

    /// Spends one unit.
    ///
    /// @return in how long it may be tried again, if there is none
    synchronized Optional<Duration> spend(long now) {
        if (balance > 0 || (balance > -credit && !isDry(now))) {
            balance--;
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((isDry(now) ? dryUntil - now : ASKED_MICROS) * 1_000));
    }

    /// How much should be drawn now, which the caller then has to do; 0 if nothing.
    synchronized long due(long now) {
        if (drawing || balance > fill / 2 || isDry(now)) {
            return 0;
        }
        drawing = true;
        return Math.min(wished, fill - balance);
    }

    /// What was due has come.
    synchronized void filled(long amount) {
        drawing = false;
        wished = Long.MAX_VALUE;
        balance += amount;
    }

    /// What was due was refused.
    ///
    /// @param left how much there would have been instead
    /// @param more in how long there is more
    synchronized void refused(long left, Duration more, long now) {
        drawing = false;
        if (left > 0) {
            wished = left;
        } else {
            dry = true;
            dryUntil = now + more.toNanos() / 1_000;
        }
    }

    /// After how long without use it may be forgotten: by then all that was spent has come back, and nothing is owed.
    Duration keep() {
        return window;
    }

    private boolean isDry(long now) {
        dry = dry && dryUntil - now > 0;
        return dry;
    }
}
