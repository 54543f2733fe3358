package dev.atrium.jobs.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final List<Duration> SPECIFICATION = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private final RetrySchedule schedule = new RetrySchedule(SPECIFICATION);
    private final Random random = new Random(1);

    @Test
    void pausesAreThoseOfTheScheduleAndUpToATenthLonger() {
        for (int attempts = 1; attempts <= SPECIFICATION.size(); attempts++) {
            Duration pause = SPECIFICATION.get(attempts - 1);
            for (int i = 0; i < 100; i++) {
                Duration actual = Duration.between(
                        NOW, schedule.next(attempts, NOW, null, random).orElseThrow());

                assertFalse(actual.compareTo(pause) < 0, () -> actual + " < " + pause);
                assertTrue(actual.compareTo(pause.plus(pause.dividedBy(10))) <= 0, () -> actual + " of " + pause);
            }
        }
    }

    @Test
    void afterTheTenthAttemptThereIsNone() {
        assertTrue(schedule.next(9, NOW, null, random).isPresent());
        assertEquals(Optional.empty(), schedule.next(10, NOW, null, random));
        assertEquals(Optional.empty(), schedule.next(11, NOW, Duration.ofSeconds(1), random));
    }

    @Test
    void theReceiversWishCountsWhereItIsLonger() {
        assertEquals(Optional.of(NOW.plusSeconds(3_600)), schedule.next(1, NOW, Duration.ofHours(1), random));
        assertTrue(schedule.next(2, NOW, Duration.ofSeconds(1), random)
                .orElseThrow()
                .isAfter(NOW.plusSeconds(299)));
    }
}
