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
    void boundsMustMakeSense() {
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
