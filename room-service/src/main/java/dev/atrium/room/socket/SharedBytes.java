package dev.atrium.room.socket;

import dev.atrium.platform.identity.TenantId;
import java.util.IdentityHashMap;

/// Counts once what waits to leave to many: all of them have the same bytes. Thread-safe.
public final class SharedBytes {

    private final MessageMemory memory;
    /// How many wait for each of them.
    private final IdentityHashMap<byte[], Integer> waiting = new IdentityHashMap<>();

    SharedBytes(MessageMemory memory) {
        this.memory = memory;
    }

    /// One more waits for some bytes.
    ///
    /// @param tenant whose they are
    /// @return false if they are not counted yet, and so many are not to be had
    public synchronized boolean take(TenantId tenant, byte[] bytes) {
        boolean fits = waiting.containsKey(bytes) || memory.of(tenant).take(bytes.length, 0);
        if (fits) {
            waiting.merge(bytes, 1, Integer::sum);
        }
        return fits;
    }

    /// One of those for whom they were taken does not wait any more.
    public synchronized void give(TenantId tenant, byte[] bytes) {
        if (waiting.merge(bytes, -1, Integer::sum) == 0) {
            waiting.remove(bytes);
            memory.of(tenant).give(bytes.length);
        }
    }
}
