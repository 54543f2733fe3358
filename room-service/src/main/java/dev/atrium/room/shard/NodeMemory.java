package dev.atrium.room.shard;

import java.util.concurrent.atomic.AtomicLong;

/// What the rooms of all shards of a node take in memory together, roughly, and how much they may.
/// Thread-safe.
final class NodeMemory {

    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /// @param maxBytes beyond which no room is loaded
    NodeMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// So much of this process' greatest heap.
    ///
    /// @param percent from 1 to 100
    static NodeMemory ofHeap(int percent) {
        return new NodeMemory(Runtime.getRuntime().maxMemory() / 100 * percent);
    }

    /// Takes note of what is taken now, or, where it is negative, was given back.
    void add(long bytes) {
        usedBytes.addAndGet(bytes);
    }

    /// Takes so much, if it is there.
    boolean take(long bytes) {
        long used = usedBytes.get();
        while (used + bytes <= maxBytes) {
            if (usedBytes.compareAndSet(used, used + bytes)) {
                return true;
            }
            used = usedBytes.get();
        }
        return false;
    }

    /// Whether nothing is left.
    boolean isFull() {
        return usedBytes.get() >= maxBytes;
    }

    long usedBytes() {
        return usedBytes.get();
    }

    long maxBytes() {
        return maxBytes;
    }

    /// A place for one room, from before it is read until it is there.
    Place place() {
        return new Place();
    }

    /// Only one thread at a time.
    final class Place {

        private long bytes;

        /// Takes it, if it is there.
        ///
        /// @param needed about so many bytes
        boolean take(long needed) {
            boolean taken = NodeMemory.this.take(needed);
            bytes += taken ? needed : 0;
            return taken;
        }

        /// The room counts itself now, or is not there.
        void free() {
            add(-bytes);
            bytes = 0;
        }
    }
}
