package dev.atrium.gateway.usage;

import dev.atrium.platform.problem.ProblemException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// By what usage is added up, in UTC.
enum Grain {
    HOUR(2, 62),
    DAY(31, 400),
    MONTH(366, 3_660);

    private final int usualDays;
    private final int mostDays;

    /// @param usualDays how far a list goes back that does not say
    /// @param mostDays how far it may go, which is also how long hours and days are kept
    Grain(int usualDays, int mostDays) {
        this.usualDays = usualDays;
        this.mostDays = mostDays;
    }

    /// @throws ProblemException `invalid-request` for what is none
    static Grain parse(@Nullable String text) {
        return text == null
                ? DAY
                : Arrays.stream(values())
                        .filter(grain -> grain.label().equals(text))
                        .findFirst()
                        .orElseThrow(() -> ProblemException.invalidParameter("by", "must be hour, day or month"));
    }

    /// As in the API and in the table.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Where the hour, day or month begins in which a time lies.
    Instant startOf(Instant time) {
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        return switch (this) {
            case HOUR -> utc.truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAY -> utc.truncatedTo(ChronoUnit.DAYS).toInstant();
            case MONTH -> utc.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
        };
    }

    /// Where a list begins that ends at a time and does not say.
    Instant usualStart(Instant end) {
        return startOf(end.minus(usualDays, ChronoUnit.DAYS));
    }

    /// The longest time that one list is about.
    int mostDays() {
        return mostDays;
    }
}
