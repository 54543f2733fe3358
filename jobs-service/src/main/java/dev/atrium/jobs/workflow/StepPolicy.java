package dev.atrium.jobs.workflow;

import dev.atrium.jobs.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How a step is tried.
///
/// @param maxAttempts at least 1; an attempt whose node was killed counts
/// @param timeout after which an attempt is interrupted and counts as failed
public record StepPolicy(int maxAttempts, Backoff backoff, Duration timeout) {

    /// @throws IllegalArgumentException if a bound is broken
    public StepPolicy {
        if (maxAttempts < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException(maxAttempts + " attempts of " + timeout);
        }
    }

    /// When to try again after the attempt with the given number; empty: not any more.
    ///
    /// @param least how long to wait at least; null: as long as the back-off says
    Optional<Instant> again(int attempt, Instant now, @Nullable Duration least, RandomGenerator random) {
        return attempt < maxAttempts ? Optional.of(now.plus(backoff.delay(attempt, random, least))) : Optional.empty();
    }
}
