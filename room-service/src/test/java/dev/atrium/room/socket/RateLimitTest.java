package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RateLimitTest {

    private final RateLimit limit = new RateLimit(10, 0);

    @Test
    void twoSecondsWorthAreTakenAtOnce() {
        assertEquals(20, taken(100, 0));
    }

    @Test
    void inTheLongRunTheRateIsKept() {
        taken(100, 0);

        int taken = 0;
        for (int ms = 0; ms <= 10_000; ms++) {
            taken += taken(1, TimeUnit.MILLISECONDS.toNanos(ms));
        }

        assertEquals(100, taken);
    }

    @Test
    void aLongPauseSavesNoMoreThanTheBurst() {
        taken(100, 0);

        assertEquals(20, taken(100, TimeUnit.HOURS.toNanos(1)));
    }

    private int taken(int tries, long nanos) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += limit.take(nanos) ? 1 : 0;
        }
        return taken;
    }
}
