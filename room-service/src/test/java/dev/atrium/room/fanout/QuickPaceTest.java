package dev.atrium.room.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class QuickPaceTest {

    private static final Duration SHORT_ROUND = Duration.ofMillis(1);

    private final QuickPace pace = new QuickPace();

    @Test
    void whoMovesAloneIsSeenAtOnce() {
        pace.round(1);

        assertEquals(Duration.ofMillis(2), pace.gap(SHORT_ROUND));
    }

    @Test
    void whereManyMoveTheirMovesAreTakenTogether() {
        pace.round(3);

        assertEquals(Duration.ofMillis(8), pace.gap(SHORT_ROUND));
    }

    @Test
    void aRoomBecomesCalmAgain() {
        pace.round(3);
        pace.round(5);
        assertEquals(Duration.ofMillis(8), pace.gap(SHORT_ROUND));

        pace.round(4);

        assertEquals(Duration.ofMillis(2), pace.gap(SHORT_ROUND));
    }

    @Test
    void theFullerTheEventLoopsTheLongerTheGap() {
        assertEquals(Duration.ofMillis(6), pace.gap(Duration.ofMillis(3)));

        pace.round(20);

        assertEquals(Duration.ofMillis(8), pace.gap(Duration.ofMillis(3)));
        assertEquals(Duration.ofMillis(24), pace.gap(Duration.ofMillis(12)));
    }

    @Test
    void noGapIsLongerThanATenthOfASecond() {
        assertEquals(Duration.ofMillis(100), pace.gap(Duration.ofSeconds(3)));
    }
}
