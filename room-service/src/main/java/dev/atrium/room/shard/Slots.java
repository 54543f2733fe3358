package dev.atrium.room.shard;

import dev.atrium.room.chat.RoomKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rooms of one shard that are in memory, or about to be.
final class Slots {

    private final Limits limits;
    private final BooleanSupplier nodeIsFull;
    /// Least recently used first.
    private final Map<RoomKey, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    private long sizeBytes;

    /// @param nodeIsFull whether the rooms of all shards of the node take as much memory as they may
    Slots(Limits limits, BooleanSupplier nodeIsFull) {
        this.limits = limits;
        this.nodeIsFull = nodeIsFull;
    }

    /// What the rooms cost in memory, roughly, when it was [#measure]d last, with those that were loaded
    /// since.
    long sizeBytes() {
        return sizeBytes;
    }

    /// Adds up what the rooms cost in memory.
    void measure() {
        sizeBytes = slots.values().stream().mapToLong(Slot::sizeBytes).sum();
    }

    /// A room of so many bytes was loaded.
    void loaded(long bytes) {
        sizeBytes += bytes;
    }

    @Nullable
    Slot find(RoomKey key) {
        return slots.get(key);
    }

    /// The room's slot, a new one if there is none.
    Slot use(RoomKey key, Instant now) {
        Slot slot = slots.computeIfAbsent(key, _ -> new Slot(key, now));
        slot.used = now;
        return slot;
    }

    List<Slot> all() {
        return List.copyOf(slots.values());
    }

    /// Drops the slot if it holds nothing that a load would not bring: no room, or one that does not exist.
    void forgetIfEmpty(Slot slot) {
        boolean empty = slot.room == null || !slot.room.exists();
        if (empty && slot.isClean()) {
            slots.remove(slot.key);
        }
    }

    /// Drops rooms that nobody has used for long; where they take too much memory, those used least
    /// recently. While the node has none left, nothing that nobody hears is kept.
    ///
    /// @param isHeard whether a room has listeners
    void evict(Instant now, Predicate<RoomKey> isHeard) {
        unneeded(now, isHeard).forEach(slot -> slots.remove(slot.key));
        measure();
    }

    /// Whether [#evict] would drop something.
    boolean hasUnneeded(Instant now, Predicate<RoomKey> isHeard) {
        return !unneeded(now, isHeard).isEmpty();
    }

    private List<Slot> unneeded(Instant now, Predicate<RoomKey> isHeard) {
        List<Slot> result = new ArrayList<>();
        Instant longAgo = now.minus(limits.idle());
        long keptBytes = nodeIsFull.getAsBoolean() ? 0 : limits.memoryBytes();
        List<Slot> leastRecentlyUsedFirst =
                slots.values().stream().filter(slot -> !isHeard.test(slot.key)).toList();
        long unheardBytes =
                leastRecentlyUsedFirst.stream().mapToLong(Slot::sizeBytes).sum();
        for (Slot slot : leastRecentlyUsedFirst) {
            boolean unneeded = slot.used.isBefore(longAgo) || unheardBytes > keptBytes;
            if (unneeded && slot.isClean()) {
                result.add(slot);
                unheardBytes -= slot.sizeBytes();
            }
        }
        return result;
    }
}
