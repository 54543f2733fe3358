package dev.atrium.jobs.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a delivery that failed is tried again.
///
/// @param pauses after the first failure, after the second, …
record RetrySchedule(List<Duration> pauses) {

    /// The longest that a receiver can have us wait.
    static final Duration LONGEST_WISH = Duration.ofDays(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");
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

    /// What a `Retry-After` header says (RFC 9110, 10.2.3), never less than nothing nor more than
    /// [#LONGEST_WISH]; fractions of seconds, which some send, are rounded up. Empty if it says nothing
    /// that can be understood.
    static Optional<Duration> retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        if (SECONDS.matcher(header.strip()).matches()) {
            return Optional.of(bounded(Duration.ofSeconds((long) Math.ceil(Double.parseDouble(header.strip())))));
        }
        try {
            Instant at = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(bounded(Duration.between(now, at)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wish) {
        if (wish.isNegative()) {
            return Duration.ZERO;
        }
        return wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    }
}
