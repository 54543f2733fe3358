package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The older messages of a room to which something happened lately: at least those of which the store does not know
/// it yet, and beyond them up to a number.
final class Revisions {

    private final int capacity;
    private final TreeMap<Long, Message> byVersion = new TreeMap<>();
    private final Map<String, Message> byId = new HashMap<>();
    /// What happened to messages that are not in memory, and is not stored.
    private final Map<String, List<MessageChange>> loose = new HashMap<>();
    private long floor;
    private long stored;
    private long sizeBytes;

    /// @param floor sequence number up to which changes of older messages may be missing
    /// @param stored sequence number up to which everything is stored
    Revisions(int capacity, long floor, long stored) {
        this.capacity = capacity;
        this.floor = floor;
        this.stored = stored;
    }

    /// What happened to older messages above this sequence number is known here.
    long floor() {
        return floor;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    @Nullable
    Message find(String id) {
        return byId.get(id);
    }

    void put(Message message) {
        Message before = byId.put(message.id(), message);
        if (before != null) {
            byVersion.remove(before.version());
            sizeBytes -= before.sizeBytes();
        }
        byVersion.put(message.version(), message);
        sizeBytes += message.sizeBytes();
        trim();
    }

    /// Something happened to a message that is not in memory.
    void add(MessageChange change) {
        loose.computeIfAbsent(change.message(), _ -> new ArrayList<>()).add(change);
        floor = Math.max(floor, change.sequence());
    }

    /// Everything up to this sequence number is stored elsewhere.
    void stored(long sequence) {
        stored = Math.max(stored, sequence);
        loose.values().removeIf(changes -> {
            changes.removeIf(change -> change.sequence() <= stored);
            return changes.isEmpty();
        });
        trim();
    }

    /// Those to which something happened after a sequence number, ascending by its number.
    Stream<Message> after(long version) {
        return byVersion.tailMap(version, false).values().stream();
    }

    /// Whether the store knows all that happened to older messages.
    boolean areStored() {
        return loose.isEmpty() && (byVersion.isEmpty() || byVersion.lastKey() <= stored);
    }

    Unstored unstored() {
        return new Unstored(
                after(stored).collect(Collectors.toMap(Message::id, message -> message)),
                loose.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue()))));
    }

    /// What concerns one message that is not here.
    Unstored unstored(String message) {
        List<MessageChange> changes = loose.get(message);
        return changes == null ? Unstored.NOTHING : new Unstored(Map.of(), Map.of(message, List.copyOf(changes)));
    }

    private void trim() {
        while (byVersion.size() > capacity && byVersion.firstKey() <= stored) {
            Message dropped = byVersion.pollFirstEntry().getValue();
            byId.remove(dropped.id());
            sizeBytes -= dropped.sizeBytes();
            floor = Math.max(floor, dropped.version());
        }
    }
}
