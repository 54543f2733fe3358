package dev.atrium.jobs.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How long to wait after a failure: exponential with full jitter, so that many that failed together do not come back
/// together.
///
/// @param first upper bound after the first failure; positive
/// @param max upper bound at any time; at least `first`
public record Backoff(Duration first, Duration max) {

    private static final int MAX_DOUBLINGS = 30;
    private static final int SPREAD = 10;

    /// @throws IllegalArgumentException if a bound is broken
    public Backoff {
        if (!first.isPositive() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off from " + first + " to " + max);
        }
    }

    /// The longest that [#delay] can be.
    ///
    /// @param failures how often it has failed, at least 1
    public Duration bound(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return doubled.compareTo(max) < 0 ? doubled : max;
    }

    /// Evenly distributed between nothing and [#bound].
    public Duration delay(int failures, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(bound(failures).toMillis() + 1));
    }

    /// The same, but not shorter than who failed asks for, of which [RetryAfter#LONGEST] counts at most.
    /// What is asked for becomes up to a tenth longer: many may have been told the same at the same
    /// moment.
    ///
    /// @param least null: nothing is asked for
    public Duration delay(int failures, RandomGenerator random, @Nullable Duration least) {
        Duration delay = delay(failures, random);
        if (least == null) {
            return delay;
        }
        Duration wish = RetryAfter.bounded(least);
        Duration spread = wish.plusMillis(random.nextLong(wish.toMillis() / SPREAD + 1));
        return delay.compareTo(spread) > 0 ? delay : spread;
    }
}
