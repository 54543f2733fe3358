package dev.atrium.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PaceTest {

    private final Pace pace = new Pace(0);

    @Test
    void whoLetsWaitAndMovesLittleIsTooSlow() {
        pace.waits(0);
        pace.moved(Pace.LEAST_BYTES - 1);

        assertTrue(pace.isTooSlow(100));
    }

    @Test
    void whoMovesEnoughIsNot() {
        pace.waits(0);
        pace.moved(Pace.LEAST_BYTES - 1);
        pace.moved(1);

        assertFalse(pace.isTooSlow(100));
    }

    @Test
    void eachStretchCountsByItself() {
        pace.waits(0);
        pace.moved(10 * Pace.LEAST_BYTES);

        assertFalse(pace.isTooSlow(100));
        assertTrue(pace.isTooSlow(200));
    }

    @Test
    void whoIsWaitedForLessThanHalfOfTheTimeIsNotTheSlowOne() {
        pace.waits(10);
        pace.waits(20);
        pace.goesOn(40);
        pace.goesOn(60);
        pace.waits(80);

        assertFalse(pace.isTooSlow(100));

        pace.goesOn(151);
        assertTrue(pace.isTooSlow(200));
    }
}
