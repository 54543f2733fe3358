package dev.atrium.room.shard;

import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static dev.atrium.room.chat.Samples.room;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.chat.RoomKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class SlotsTest {

    private static final RoomKey QUIET = new RoomKey(ROOM.tenant(), "0198c2f0-0000-7000-8000-000000000002");

    @Test
    void whatRoomsWithListenersTakeLeavesTheOthersTheirMemory() {
        long twoSmallRooms = 2 * room(Visibility.PUBLIC, 2).sizeBytes();
        Slots slots = new Slots(
                new Limits(10, 10, 1_000_000, 100, 1_000_000, twoSmallRooms, Duration.ofMinutes(10)), () -> false);
        slots.use(ROOM, NOW).room = room(Visibility.PUBLIC, 500);
        slots.use(QUIET, NOW).room = room(Visibility.PUBLIC, 2);

        slots.evict(NOW, ROOM::equals);

        assertNotNull(slots.find(QUIET));
        assertNotNull(slots.find(ROOM));
    }

    @Test
    void whatNobodyHearsIsDroppedWhereItTakesTooMuch() {
        Slots slots = new Slots(new Limits(10, 10, 1_000_000, 100, 1_000_000, 1, Duration.ofMinutes(10)), () -> false);
        slots.use(QUIET, NOW).room = room(Visibility.PUBLIC, 2);

        assertTrue(slots.hasUnneeded(NOW, ROOM::equals));
        slots.evict(NOW, ROOM::equals);

        assertFalse(slots.hasUnneeded(NOW, ROOM::equals));
        assertNull(slots.find(QUIET));
    }

    @Test
    void whileTheNodeHasNoMemoryLeftOnlyRoomsWithListenersAreKept() {
        AtomicBoolean full = new AtomicBoolean();
        Slots slots =
                new Slots(new Limits(10, 10, 1_000_000, 100, 1_000_000, 1_000_000, Duration.ofMinutes(10)), full::get);
        slots.use(ROOM, NOW).room = room(Visibility.PUBLIC, 2);
        slots.use(QUIET, NOW).room = room(Visibility.PUBLIC, 2);
        slots.measure();
        long both = slots.sizeBytes();
        assertFalse(slots.hasUnneeded(NOW, ROOM::equals));

        full.set(true);
        slots.evict(NOW, ROOM::equals);

        assertNull(slots.find(QUIET));
        assertNotNull(slots.find(ROOM));
        assertEquals(both / 2, slots.sizeBytes());
    }
}
