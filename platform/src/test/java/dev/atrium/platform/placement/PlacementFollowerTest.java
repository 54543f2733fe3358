package dev.atrium.platform.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PlacementFollowerTest {

    @Test
    void whatWasAnnouncedLongAgoIsNotRead() {
        assertEquals(0, PlacementFollower.recent(0, 0));
        assertEquals(3, PlacementFollower.recent(3, 9_000));
        assertEquals(3_900_000 - 10_000, PlacementFollower.recent(0, 3_900_000));
        assertEquals(3_899_999, PlacementFollower.recent(3_899_999, 3_900_000));
    }
}
