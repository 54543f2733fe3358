package dev.atrium.gateway.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/// A calendar month in UTC, for which sums are counted.
///
/// @param start its beginning
/// @param end the beginning of the next, when quotas are whole again
record Month(Instant start, Instant end) {

    static Month of(Instant time) {
        YearMonth month = YearMonth.from(time.atOffset(ZoneOffset.UTC));
        return new Month(start(month), start(month.plusMonths(1)));
    }

    /// Seconds until the next one, at least 1.
    static long secondsLeft(Instant now) {
        return Math.max(1, Duration.between(now, of(now).end()).toSeconds());
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
