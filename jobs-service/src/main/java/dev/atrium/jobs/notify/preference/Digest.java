package dev.atrium.jobs.notify.preference;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/// How often mail comes: what came meanwhile is in one.
public enum Digest {
    @JsonProperty("immediately")
    IMMEDIATELY,
    /// At the full hour.
    @JsonProperty("hourly")
    HOURLY,
    /// At 8 in the morning.
    @JsonProperty("daily")
    DAILY,
    /// On Mondays at 8 in the morning.
    @JsonProperty("weekly")
    WEEKLY;

    private static final LocalTime MORNING = LocalTime.of(8, 0);

    /// When the next mail leaves that tells of something that happens now; for [#IMMEDIATELY] now,
    /// otherwise later than now. A time of day that the zone's clock leaves out is that much later.
    Instant next(Instant now, ZoneId zone) {
        ZonedDateTime local = now.atZone(zone);
        return switch (this) {
            case IMMEDIATELY -> now;
            case HOURLY -> local.truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant();
            case DAILY -> {
                ZonedDateTime today = local.toLocalDate().atTime(MORNING).atZone(zone);
                yield (today.toInstant().isAfter(now)
                                ? today
                                : local.toLocalDate()
                                        .plusDays(1)
                                        .atTime(MORNING)
                                        .atZone(zone))
                        .toInstant();
            }
            case WEEKLY -> {
                ZonedDateTime monday = local.toLocalDate()
                        .with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY))
                        .atTime(MORNING)
                        .atZone(zone);
                yield (monday.toInstant().isAfter(now)
                                ? monday
                                : local.toLocalDate()
                                        .with(TemporalAdjusters.next(DayOfWeek.MONDAY))
                                        .atTime(MORNING)
                                        .atZone(zone))
                        .toInstant();
            }
        };
    }
}
