package dev.atrium.jobs.notify.preference;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When somebody does not want to be disturbed, every day: from a time of day up to another one, which
/// may be that of the next day. Both are those of the zone's clock; of a time that it shows twice the
/// first one is meant, and one that it leaves out is that much later.
public record QuietHours(
        @JsonProperty("from") @JsonFormat(pattern = "HH:mm") LocalTime from,
        @JsonProperty("to") @JsonFormat(pattern = "HH:mm") LocalTime to) {

    /// @throws IllegalArgumentException if a time is absent, or both are the same
    @SuppressWarnings("ConstantValue")
    public QuietHours {
        if (isAbsent(from) || isAbsent(to)) {
            throw new IllegalArgumentException("must have 'from' and 'to', times of day like 22:00");
        }
        if (from.equals(to)) {
            throw new IllegalArgumentException("must end at another time than they begin");
        }
    }

    /// When they end that are now; empty if there are none now.
    Optional<Instant> end(Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return end(today.minusDays(1), now, zone).or(() -> end(today, now, zone));
    }

    private Optional<Instant> end(LocalDate day, Instant now, ZoneId zone) {
        Instant begins = day.atTime(from).atZone(zone).toInstant();
        Instant ends = (to.isAfter(from) ? day : day.plusDays(1))
                .atTime(to)
                .atZone(zone)
                .toInstant();
        return !now.isBefore(begins) && now.isBefore(ends) ? Optional.of(ends) : Optional.empty();
    }

    private static boolean isAbsent(@Nullable Object value) {
        return value == null;
    }
}
