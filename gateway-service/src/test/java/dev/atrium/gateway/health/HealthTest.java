package dev.atrium.gateway.health;

import static dev.atrium.gateway.health.Health.Status.DEGRADED;
import static dev.atrium.gateway.health.Health.Status.DOWN;
import static dev.atrium.gateway.health.Health.Status.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class HealthTest {

    @Test
    void isUpWhenAllPartsAre() {
        assertEquals(UP, status("rooms", UP, "postgres", UP, "search", UP));
    }

    @Test
    void isDegradedWithoutSomethingThatIsNotEssential() {
        assertEquals(DEGRADED, status("rooms", UP, "postgres", UP, "search", DOWN));
        assertEquals(DEGRADED, status("rooms", UP, "postgres", UP, "sign-in", DOWN));
    }

    @Test
    void isDownWithoutRoomsOrItsDatabase() {
        assertEquals(DOWN, status("rooms", DOWN, "postgres", UP, "search", UP));
        assertEquals(DOWN, status("rooms", UP, "postgres", DOWN, "search", UP));
    }

    private static Health.Status status(
            String a, Health.Status aStatus, String b, Health.Status bStatus, String c, Health.Status cStatus) {
        return Health.of(Map.of(a, aStatus, b, bStatus, c, cStatus)).status();
    }
}
