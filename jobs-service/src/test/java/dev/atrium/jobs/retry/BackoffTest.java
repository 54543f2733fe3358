package dev.atrium.jobs.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofHours(1));

    @Test
    void boundDoublesUpToItsMaximum() {
        assertEquals(Duration.ofSeconds(10), backoff.bound(1));
        assertEquals(Duration.ofSeconds(20), backoff.bound(2));
        assertEquals(Duration.ofSeconds(2560), backoff.bound(9));
        assertEquals(Duration.ofHours(1), backoff.bound(10));
        assertEquals(Duration.ofHours(1), backoff.bound(1_000_000));
    }

    @Test
    void delaysAreSpreadOverTheWholeBound() {
        Random random = new Random(1);

        var delays = IntStream.range(0, 1_000)
                .mapToLong(_ -> backoff.delay(1, random).toMillis())
                .summaryStatistics();

        assertTrue(delays.getMin() < 500, () -> "shortest " + delays.getMin());
        assertTrue(delays.getMax() > 9_500 && delays.getMax() <= 10_000, () -> "longest " + delays.getMax());
        assertTrue(Math.abs(delays.getAverage() - 5_000) < 500, () -> "average " + delays.getAverage());
    }

    @Test
    void whoFailedIsLeftAloneForAsLongAsItAsks() {
        Random random = new Random(1);
        Duration asked = Duration.ofMinutes(10);

        var delays = IntStream.range(0, 1_000)
                .mapToLong(_ -> backoff.delay(1, random, asked).toMillis())
                .summaryStatistics();

        assertTrue(delays.getMin() >= 600_000, () -> "shortest " + delays.getMin());
        assertTrue(delays.getMax() > 650_000 && delays.getMax() <= 660_000, () -> "longest " + delays.getMax());
    }

    @Test
    void askingForLittleChangesNothing() {
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    backoff.delay(9, new Random(i)),
                    backoff.delay(9, new Random(i), Duration.ofMillis(0)),
                    "seed " + i);
        }
    }

    @Test
    void nobodyIsWaitedForForMoreThanADay() {
        Duration delay = backoff.delay(1, new Random(1), Duration.ofDays(4_000));

        assertTrue(delay.compareTo(RetryAfter.LONGEST) >= 0, delay::toString);
        assertTrue(delay.compareTo(Duration.ofHours(27)) < 0, delay::toString);
    }

    @Test
    void boundsMustMakeSense() {
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
