package dev.atrium.room.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class NodeMemoryTest {

    private final NodeMemory memory = new NodeMemory(100);

    @Test
    void whatIsAboutToBeLoadedCountsUntilTheRoomCountsItself() {
        NodeMemory.Place first = memory.place();
        NodeMemory.Place second = memory.place();

        assertTrue(first.take(60));
        assertFalse(second.take(60));

        first.free();
        memory.add(30);
        assertTrue(second.take(60));
        assertEquals(90, memory.usedBytes());
    }

    @Test
    void aPlaceThatWasNotTakenOrIsFreedTwiceGivesNothingBack() {
        memory.add(90);
        NodeMemory.Place refused = memory.place();
        assertFalse(refused.take(20));
        refused.free();
        NodeMemory.Place taken = memory.place();
        assertTrue(taken.take(10));
        taken.free();
        taken.free();

        assertEquals(90, memory.usedBytes());
    }

    @Test
    void itIsFullUntilRoomsBecomeLess() {
        memory.add(120);
        assertTrue(memory.isFull());
        assertFalse(memory.place().take(0));

        memory.add(-21);

        assertFalse(memory.isFull());
    }
}
