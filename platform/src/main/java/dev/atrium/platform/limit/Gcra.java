package dev.atrium.platform.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The generic cell rate algorithm. All that is known of somebody's use is one point in time: when all of
/// it will have come back (the "theoretical arrival time"). What is used moves that point into the future,
/// and it may not lie further away than the quota's window.
///
/// Times are in microseconds of a clock that does not matter; Redis' clock and a JVM's are both used.
/// [GcraScript] decides the same in Redis.
final class Gcra {

    private static final long MICROS_PER_SECOND = 1_000_000;

    private Gcra() {}

    /// How far a charge moves the point. Rounded down, so that the whole quota fits into its window.
    static long step(Charge charge) {
        double step = (double) charge.cost() * window(charge) / charge.quota().amount();
        return Math.max(1, (long) step);
    }

    static long window(Charge charge) {
        return charge.quota().window().toMillis() * 1_000;
    }

    /// The point as it counts now: what lies in the past has come back; what lies further away than the
    /// window was counted by another clock or for another quota.
    static long effective(Charge charge, long point, long now) {
        return Math.clamp(point, now, now + window(charge));
    }

    /// How long it takes until the charge is allowed; 0 if it is now.
    static long wait(Charge charge, long point, long now) {
        return Math.max(0, effective(charge, point, now) + step(charge) - now - window(charge));
    }

    /// Tells where charges stand that were decided on together.
    ///
    /// @param points after the decision, in the order of the charges
    static Verdict verdict(List<Charge> charges, List<Long> points, long now, boolean allowed) {
        List<Standing> standings = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            standings.add(standing(charges.get(i), points.get(i), now, allowed));
        }
        return new Verdict(allowed, standings);
    }

    private static Standing standing(Charge charge, long point, long now, boolean allowed) {
        long window = window(charge);
        long amount = charge.quota().amount();
        long free = window - (effective(charge, point, now) - now);
        // As step() rounds down, so many of the smallest steps may be a little less than the free time.
        long left = Math.min(amount, (long) ((double) free * amount / window));
        long nextAt = (long) Math.ceil((double) (left + 1) * window / amount);
        long more = left == amount ? 0 : Math.max(1, nextAt - free);
        long wait = allowed ? 0 : wait(charge, point, now);
        return new Standing(charge, left, seconds(more), seconds(wait));
    }

    /// Whoever comes back after this must not be too early, hence rounded up.
    private static Duration seconds(long micros) {
        return Duration.ofSeconds(Math.ceilDiv(micros, MICROS_PER_SECOND));
    }
}
