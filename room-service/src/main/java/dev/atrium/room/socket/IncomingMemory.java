package dev.atrium.room.socket;

import dev.atrium.room.tinybase.Memory;
import java.util.concurrent.atomic.AtomicLong;

/// What all sockets of a node together may hold of messages that have come in part, or wait to be understood: each of
/// them keeps its own limit, but thousands of them would still fill the memory. Thread-safe.
final class IncomingMemory implements Memory {

    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    IncomingMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    @Override
    public void give(int bytes) {
        taken.addAndGet(-bytes);
    }

    long takenBytes() {
        return taken.get();
    }
}
