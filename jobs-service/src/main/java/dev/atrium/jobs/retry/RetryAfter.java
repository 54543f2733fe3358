package dev.atrium.jobs.retry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a peer that was asked too much, or is away, wants to be left alone: its `Retry-After` header.
public final class RetryAfter {

    /// The longest that anybody can have us wait.
    public static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");

    private RetryAfter() {}

    /// What the header says (RFC 9110, 10.2.3), in seconds or as a date; never less than nothing nor more
    /// than [#LONGEST]. Fractions of seconds, which some send, are rounded up. Empty if it says nothing
    /// that can be understood.
    ///
    /// @param header null: there is none
    public static Optional<Duration> parse(@Nullable String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(bounded(Duration.ofSeconds((long) Math.ceil(Double.parseDouble(text)))));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(bounded(Duration.between(now, at)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// The wish as far as it counts.
    static Duration bounded(Duration wish) {
        if (wish.isNegative()) {
            return Duration.ZERO;
        }
        return wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
    }
}
