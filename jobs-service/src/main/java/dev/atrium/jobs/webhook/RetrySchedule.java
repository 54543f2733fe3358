package dev.atrium.jobs.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When a delivery that failed is tried again.
///
/// @param pauses after the first failure, after the second, …
record RetrySchedule(List<Duration> pauses) {

    private static final int JITTER = 10;

    RetrySchedule {
        pauses = List.copyOf(pauses);
    }

    /// Empty if it was the last attempt.
    ///
    /// @param attempts how many were made, at least 1
    /// @param wish how long the receiver wants us to wait; null if it did not say
    Optional<Instant> next(int attempts, Instant now, @Nullable Duration wish, RandomGenerator random) {
        if (attempts > pauses.size()) {
            return Optional.empty();
        }
        Duration pause = pauses.get(attempts - 1);
        Duration jittered = pause.plusMillis(random.nextLong(pause.toMillis() / JITTER + 1));
        return Optional.of(now.plus(wish != null && wish.compareTo(jittered) > 0 ? wish : jittered));
    }
}
