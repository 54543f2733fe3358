package dev.atrium.bench.load;

import java.io.IOException;
import java.util.List;

/// Looks for the highest rate that passes: first fixed rates, for the comparison, then doubled ones until one fails
/// twice, then rates in between.
///
/// @param fixed rates to begin with, rising; a failure among them ends the search above it
/// @param highest rate to try
/// @param refinements rates to try between the highest that passed and the lowest that failed
public record Ladder(List<Double> fixed, double highest, int refinements) {

    /// A trial at one rate.
    public interface Trial {

        /// @return whether the rate passes
        boolean at(double perSecond) throws IOException;
    }

    public Ladder {
        fixed = List.copyOf(fixed);
        if (fixed.isEmpty()) {
            throw new IllegalArgumentException("no rate to begin with");
        }
    }

    /// @return the highest rate that passed, 0 if none did
    public double climb(Trial trial) throws IOException {
        double passed = 0;
        double failed = Double.POSITIVE_INFINITY;
        for (double rate : fixed) {
            if (rate <= highest && failed == Double.POSITIVE_INFINITY) {
                if (passesAtLast(trial, rate)) {
                    passed = rate;
                } else {
                    failed = rate;
                }
            }
        }
        while (failed == Double.POSITIVE_INFINITY && 2 * passed <= highest && passed > 0) {
            if (passesAtLast(trial, 2 * passed)) {
                passed *= 2;
            } else {
                failed = 2 * passed;
            }
        }
        for (int i = 0; i < refinements && failed < Double.POSITIVE_INFINITY && passed > 0; i++) {
            double between = Math.sqrt(passed * failed);
            if (trial.at(between)) {
                passed = between;
            } else {
                failed = between;
            }
        }
        return passed;
    }

    /// A second chance: another program may have disturbed the first.
    private static boolean passesAtLast(Trial trial, double rate) throws IOException {
        boolean passes = trial.at(rate);
        return passes || trial.at(rate);
    }
}
