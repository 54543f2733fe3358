package dev.atrium.room.chat;

import java.time.Instant;
import java.util.ArrayDeque;

/// The client ids of the messages that left memory within the last 24 hours: Bloom filters, one after the other, so
/// that the old ones can be dropped. Says for certain that an id is new, or that it may not be (five of a million new
/// ones for each filter). Four bytes per message.
final class Departed {

    /// Most ids that are kept. Where more messages come in a day, the older ids are not known here any more.
    static final int IDS_MAX = 16_000_000;

    private static final int FILTER_MIN = 4_096;
    private static final int FILTER_MAX = 1_000_000;
    private static final int BITS_PER_ID = 32;
    private static final int PROBES = 8;

    private static final class Filter {

        private final int capacity;
        private final long[] bits;
        private int size;
        private Instant newest = Instant.MIN;

        Filter(int capacity) {
            this.capacity = capacity;
            this.bits = new long[(int) ((long) capacity * BITS_PER_ID / Long.SIZE)];
        }

        void add(long hash, Instant at) {
            for (int probe = 0; probe < PROBES; probe++) {
                int bit = bit(hash, probe);
                bits[bit >>> 6] |= 1L << bit;
            }
            size++;
            newest = at.isAfter(newest) ? at : newest;
        }

        boolean mayHave(long hash) {
            for (int probe = 0; probe < PROBES; probe++) {
                int bit = bit(hash, probe);
                if ((bits[bit >>> 6] & 1L << bit) == 0) {
                    return false;
                }
            }
            return true;
        }

        /// Double hashing with the halves of the hash.
        private int bit(long hash, int probe) {
            long mixed = (int) hash + (long) probe * ((int) (hash >>> 32) | 1);
            return (int) Math.floorMod(mixed, (long) bits.length * Long.SIZE);
        }
    }

    private final ArrayDeque<Filter> filters = new ArrayDeque<>();
    private boolean known;
    private Instant since = Instant.EPOCH;
    private int size;

    /// @param known false if something had left memory before
    Departed(boolean known) {
        this.known = known;
    }

    /// What had left memory before comes to be known.
    void learn(SentIds before) {
        known = true;
        since = later(before.since());
        before.hashes().forEach(hash -> add(hash, before.until()));
    }

    /// The next message left memory.
    void add(long hash, Instant at) {
        Filter last = filters.peekLast();
        if (last == null || last.size == last.capacity) {
            forget(at);
            last = new Filter(Math.clamp(size / 4, FILTER_MIN, FILTER_MAX));
            filters.addLast(last);
        }
        last.add(hash, at);
        size++;
    }

    /// Whether no message of the last 24 hours that left memory had this id.
    boolean excludes(long hash, Instant now) {
        return known
                && !since.isAfter(now.minus(SentIds.REACH))
                && filters.stream().noneMatch(filter -> filter.mayHave(hash));
    }

    long sizeBytes() {
        return filters.stream().mapToLong(filter -> 8L * filter.bits.length).sum();
    }

    private void forget(Instant now) {
        Instant tooOld = now.minus(SentIds.REACH);
        while (!filters.isEmpty()
                && (size >= IDS_MAX || filters.getFirst().newest.isBefore(tooOld))) {
            Filter oldest = filters.removeFirst();
            size -= oldest.size;
            since = later(oldest.newest.plusMillis(1));
        }
    }

    private Instant later(Instant end) {
        return end.isAfter(since) ? end : since;
    }
}
