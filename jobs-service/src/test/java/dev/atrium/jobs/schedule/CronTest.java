package dev.atrium.jobs.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTest {

    /// Europe/Berlin skips 02:00 to 03:00 on 2026-03-29, and has 02:00 to 03:00 twice on 2026-10-25.
    @ParameterizedTest
    @CsvSource({
        "30 6 * * *,   UTC,           2026-01-01T06:30:00Z, 2026-01-02T06:30:00Z",
        "30 6 * * *,   Europe/Berlin, 2026-01-01T00:00:00Z, 2026-01-01T05:30:00Z",
        "30 6 * * *,   Europe/Berlin, 2026-07-01T00:00:00Z, 2026-07-01T04:30:00Z",
        "0 9 * * 1,    America/Lima,  2026-11-28T00:00:00Z, 2026-11-30T14:00:00Z",
        "*/15 * * * *, Asia/Kolkata,  2026-11-28T10:01:00Z, 2026-11-28T10:15:00Z",
        "0 0 29 2 *,   UTC,           2026-01-01T00:00:00Z, 2028-02-29T00:00:00Z",
        "30 3 * * *,   Europe/Berlin, 2026-03-29T00:00:00Z, 2026-03-29T01:30:00Z",
        "30 2 * * *,   Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-30T00:30:00Z",
        "30 2 * * *,   Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
        "30 2 * * *,   Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z"
    })
    void nextTimeFollowsTheZonesClock(String cron, String zone, Instant after, Instant next) {
        assertEquals(Optional.of(next), new Cron(cron, Cron.zone(zone)).next(after));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "* * * *", "* * * * * *", "60 * * * *", "x * * * *", "*  * * * *", "@daily"})
    void whatIsNoCrontabIsRefused(String cron) {
        assertThrows(IllegalArgumentException.class, () -> new Cron(cron, Cron.zone("UTC")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mars/Olympus", "+25:00"})
    void whatIsNoZoneIsRefused(String zone) {
        assertThrows(IllegalArgumentException.class, () -> Cron.zone(zone));
    }

    @Test
    void dayThatNeverComesHasNoNextTime() {
        assertEquals(Optional.empty(), new Cron("0 0 30 2 *", Cron.zone("UTC")).next(Instant.EPOCH));
    }

    @Test
    void missedTimesAreSkippedOrMadeUpForOnce() {
        Instant due = Instant.parse("2026-11-28T06:00:00Z");

        assertTrue(Missed.SKIP.starts(due, due.plusSeconds(590)));
        assertFalse(Missed.SKIP.starts(due, due.plusSeconds(610)));
        assertTrue(Missed.RUN_ONCE.starts(due, due.plusSeconds(90_000)));
    }
}
