package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When a node is left alone (GW-15).
final class BreakerTest {

    private static final int WINDOW = 20;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Breaker breaker = new Breaker(Duration.ofSeconds(1), WINDOW);
    private long now = Long.MAX_VALUE - SECOND / 2;

    @Test
    void aFewFailuresChangeNothing() {
        for (int i = 0; i < WINDOW - 1; i++) {
            assertEquals(Breaker.Change.NONE, breaker.failed(now));
        }

        assertTrue(breaker.admits(now));
    }

    @Test
    void itOpensWhenHalfOfTheLatestFailed() {
        for (int i = 0; i < 1_000; i++) {
            breaker.answered();
        }
        for (int i = 0; i < WINDOW / 2 - 1; i++) {
            assertEquals(Breaker.Change.NONE, breaker.failed(now));
            assertTrue(breaker.admits(now));
        }

        assertEquals(Breaker.Change.OPENED, breaker.failed(now));

        assertFalse(breaker.admits(now));
    }

    @Test
    void whileOpenItLetsOneThroughFromTimeToTime() {
        open();

        now += SECOND - 1;
        assertFalse(breaker.admits(now));
        now += 1;
        assertTrue(breaker.admits(now));
        assertFalse(breaker.admits(now));
        assertEquals(Breaker.Change.NONE, breaker.failed(now));
        now += SECOND;
        assertTrue(breaker.admits(now));
    }

    @Test
    void theFirstAnswerClosesIt() {
        open();

        assertEquals(Breaker.Change.CLOSED, breaker.answered());

        assertTrue(breaker.admits(now));
        assertEquals(Breaker.Change.NONE, breaker.failed(now));
        assertTrue(breaker.admits(now));
    }

    @Test
    void aSmallerWindowOpensSooner() {
        Breaker small = new Breaker(Duration.ofSeconds(1), 3);
        small.answered();
        small.failed(now);
        assertTrue(small.admits(now));

        assertEquals(Breaker.Change.OPENED, small.failed(now));
    }

    private void open() {
        for (int i = 0; i < WINDOW; i++) {
            breaker.failed(now);
        }
        assertFalse(breaker.admits(now));
    }

    @Test
    void aNodeIsGoneThatCouldNotBeReachedWhenItWasLastTried() {
        assertFalse(breaker.isGone());

        breaker.unreachable(now);
        assertTrue(breaker.isGone());
        breaker.failed(now);
        assertFalse(breaker.isGone());

        breaker.unreachable(now);
        breaker.answered();
        assertFalse(breaker.isGone());
    }
}
