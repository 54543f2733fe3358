package dev.atrium.gateway.usage;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.usage.Meter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which usage a list shows.
///
/// @param meter label of the only meter; null: all
/// @param from where the first hour, day or month begins
/// @param to behind the last
record UsageQuery(@Nullable String meter, Grain grain, Instant from, Instant to) {

    /// @throws ProblemException `invalid-request` for a meter or time that is none, and for a list about too
    ///     long a time
    static UsageQuery of(
            @Nullable String meter, @Nullable String by, @Nullable String from, @Nullable String to, Instant now) {
        Grain grain = Grain.parse(by);
        Instant end = to == null ? now : time("to", to);
        Instant start = grain.startOf(from == null ? grain.usualStart(end) : time("from", from));
        if (start.isAfter(end) || Duration.between(start, end).toDays() > grain.mostDays()) {
            throw ProblemException.invalidParameter(
                    "from", "must be before 'to', by at most " + grain.mostDays() + " days");
        }
        return new UsageQuery(meter == null ? null : meter(meter), grain, start, end);
    }

    private static String meter(String label) {
        return Meter.labelled(label)
                .filter(UsageQuery::hasHistory)
                .map(Meter::label)
                .orElseThrow(() -> ProblemException.invalidParameter(
                        "meter",
                        "must be one of "
                                + Arrays.stream(Meter.values())
                                        .filter(UsageQuery::hasHistory)
                                        .map(Meter::label)
                                        .collect(Collectors.joining(", "))));
    }

    /// Members are counted now only.
    private static boolean hasHistory(Meter meter) {
        return meter != Meter.MEMBERS;
    }

    private static Instant time(String name, String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeParseException _) {
            // Answered below, as a time that no calendar has.
        }
        throw ProblemException.invalidParameter(name, "must be a time such as 2026-03-01T12:00:00Z");
    }
}
