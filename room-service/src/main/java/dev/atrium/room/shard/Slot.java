package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A room's place in its shard: the room, once it is loaded, and what waits for that.
final class Slot {

    final RoomKey key;

    /// Null until it is loaded.
    @Nullable
    Room room;

    boolean loading;
    Instant used;

    /// How many of the room's events are not checkpointed.
    int unstored;

    /// The room's events that may be missing in the store, while the room is not loaded.
    final ArrayDeque<RoomEvent> tail = new ArrayDeque<>();

    /// What waits for the room to be loaded.
    final List<Request> waiting = new ArrayList<>();

    /// Who waits for an event that is on its way into the log, by its sequence number.
    final Map<Long, List<Reply>> onTheirWay = new HashMap<>();

    Slot(RoomKey key, Instant now) {
        this.key = key;
        this.used = now;
    }

    /// Whether nothing would be lost if the slot were dropped.
    boolean isClean() {
        return unstored == 0 && !loading && waiting.isEmpty() && onTheirWay.isEmpty();
    }

    long sizeBytes() {
        return room == null ? 0 : room.sizeBytes();
    }
}
