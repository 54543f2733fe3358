package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// What PostgreSQL does for rooms, in memory: keeps the first row of each sequence number.
final class SimulatedStore {

    private final Map<RoomKey, NavigableMap<Long, RoomEvent>> rows = new HashMap<>();

    void write(List<RoomEvent> events) {
        for (RoomEvent event : events) {
            rows.computeIfAbsent(RoomKey.of(event), _ -> new TreeMap<>()).putIfAbsent(event.sequence(), event);
        }
    }

    /// @param upToDate whether the newest row is seen
    Optional<RoomSnapshot> load(RoomKey key, boolean upToDate) {
        TreeMap<Long, RoomEvent> events = new TreeMap<>(rows.getOrDefault(key, new TreeMap<>()));
        if (!upToDate) {
            events.pollLastEntry();
        }
        if (events.isEmpty() || !(events.get(1L) instanceof RoomCreated created)) {
            return Optional.empty();
        }
        List<MessagePosted> messages = events.values().stream()
                .filter(MessagePosted.class::isInstance)
                .map(MessagePosted.class::cast)
                .toList();
        return Optional.of(new RoomSnapshot(created, Objects.requireNonNull(events.lastKey()), messages, true));
    }

    Map<RoomKey, NavigableMap<Long, RoomEvent>> rows() {
        return rows;
    }
}
