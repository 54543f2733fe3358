package dev.atrium.room.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ThrottleTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Throttle throttle = new Throttle(1_000, 0);

    @Test
    void sixteenSecondsWorthMayComeAtOnce() {
        throttle.spend(16_000, 0);

        assertEquals(0, throttle.waitNanos(0));
    }

    @Test
    void whatIsMoreIsWaitedForAsLongAsItTakes() {
        throttle.spend(16_000, 0);
        throttle.spend(3_000, 0);

        assertEquals(3 * SECOND, throttle.waitNanos(0));
        assertEquals(SECOND, throttle.waitNanos(2 * SECOND));
    }

    @Test
    void inTheLongRunTheRateIsKept() {
        long now = 0;
        long spent = 0;
        while (now < 1_000 * SECOND) {
            throttle.spend(500, now);
            spent += 500;
            now += Math.max(0, throttle.waitNanos(now));
        }

        assertTrue(spent >= 1_000_000 && spent <= 1_000_000 + 17_000, () -> "spent in 1,000 s");
    }

    @Test
    void aLongPauseSavesNoMoreThanTheBurst() {
        throttle.spend(16_000, 1_000 * SECOND);
        throttle.spend(1_000, 1_000 * SECOND);

        assertEquals(SECOND, throttle.waitNanos(1_000 * SECOND));
    }
}
