package dev.atrium.room.chat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The authors' own ids of operations: the newest ones, and beyond them what [Departed] knows.
final class AppliedIds {

    private record Applied(long sequence, Instant at) {}

    private final int capacity;
    /// Ascending.
    private final Map<Sent, Applied> newest = new LinkedHashMap<>();
    private final Map<Sent, Long> onTheirWay = new HashMap<>();
    private final Departed departed;
    private long floor;
    private long stored;

    /// @param floor sequence number up to which ids may be missing; 0 if none are
    AppliedIds(int capacity, long floor) {
        this.capacity = capacity;
        this.floor = floor;
        this.stored = floor;
        this.departed = new Departed(floor == 0);
    }

    /// The ids that were missing from the beginning.
    void learn(SentIds ids) {
        departed.learn(ids);
    }

    /// At which sequence number operations with this id came to count, if that is here.
    @Nullable
    Long applied(Sent sent) {
        Applied applied = newest.get(sent);
        return applied == null ? null : applied.sequence();
    }

    /// At which sequence number operations with this id are on their way into the log, if any are.
    @Nullable
    Long onItsWay(Sent sent) {
        return onTheirWay.get(sent);
    }

    /// Whether no operations that are not here had this id.
    boolean isNew(Sent sent, Novelty novelty, Instant now) {
        return floor <= novelty.upTo() || (!novelty.ever() && departed.excludes(sent.hash(), now));
    }

    void send(Sent sent, long sequence) {
        onTheirWay.put(sent, sequence);
    }

    void add(Sent sent, long sequence, Instant at) {
        onTheirWay.remove(sent);
        newest.putIfAbsent(sent, new Applied(sequence, at));
        trim();
    }

    void forgetPredictions() {
        onTheirWay.clear();
    }

    /// Everything up to this sequence number is stored elsewhere.
    void stored(long sequence) {
        stored = Math.max(stored, sequence);
        trim();
    }

    long sizeBytes() {
        return 200L * newest.size() + departed.sizeBytes();
    }

    private void trim() {
        Iterator<Map.Entry<Sent, Applied>> oldest = newest.entrySet().iterator();
        while (newest.size() > capacity && oldest.hasNext()) {
            Map.Entry<Sent, Applied> next = oldest.next();
            if (next.getValue().sequence() > stored) {
                return;
            }
            floor = next.getValue().sequence();
            departed.add(next.getKey().hash(), next.getValue().at());
            oldest.remove();
        }
    }
}
