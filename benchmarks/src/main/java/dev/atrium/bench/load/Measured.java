package dev.atrium.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/// What one step of load has shown.
///
/// @param schedule the load that was offered
/// @param sentPerSecond the load that was really sent while it was measured
/// @param deliveriesPerSecond while it was measured
/// @param payloadBytes per delivery, with the share of brackets and frame headers
/// @param delivery from when a message was due to each delivery
/// @param acknowledgement from when a message was due
/// @param lateness of the generator itself: from when a message was due until it was written
/// @param usage what the servers used while it was measured
/// @param count whether everything came, once and in order
/// @param refused messages
/// @param trouble the first thing that went wrong besides; empty if nothing did
public record Measured(
        Schedule schedule,
        double sentPerSecond,
        double deliveriesPerSecond,
        double payloadBytes,
        Histogram delivery,
        Histogram acknowledgement,
        Histogram lateness,
        Usage usage,
        Tally.Count count,
        long refused,
        String trouble) {

    /// What the servers used.
    ///
    /// @param cpu of all their cores together
    /// @param wall how long it took
    /// @param deliveries in the same time
    public record Usage(Duration cpu, Duration wall, long deliveries) {

        /// Seconds of CPU time per million deliveries.
        public double secondsPerMillion() {
            return deliveries == 0 ? 0 : cpu.toNanos() / 1e9 / (deliveries / 1e6);
        }

        /// Cores that were busy.
        public double cores() {
            return (double) cpu.toNanos() / Math.max(1, wall.toNanos());
        }
    }

    private static final double LEAST_SHARE = 0.999;
    private static final double MILLI = 1_000;

    /// Milliseconds.
    public static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / MILLI;
    }

    /// Whether at least 99.9 % were delivered and acknowledged, correctly and in time.
    public boolean passes(Send send, Duration p99) {
        return failure(send, p99).isEmpty();
    }

    /// Why the step did not pass; empty if it did.
    public String failure(Send send, Duration p99) {
        if (!count.isFlawless()) {
            return "WRONG: " + count;
        }
        if (count.missing() > (1 - LEAST_SHARE) * schedule.expectedDeliveries()) {
            return count.missing() + " deliveries missing" + (trouble.isEmpty() ? "" : ", " + trouble);
        }
        if (send.acknowledged() && count.acknowledged() < LEAST_SHARE * schedule.messages()) {
            return schedule.messages() - count.acknowledged() + " not acknowledged, " + refused + " refused";
        }
        if (millis(delivery, 99) > p99.toMillis()) {
            boolean late = millis(lateness, 99) > p99.toMillis() / 2.0;
            return "p99 over " + p99.toMillis() + " ms" + (late ? ", the load program itself was late" : "");
        }
        return "";
    }
}
