package dev.atrium.room.socket;

import java.util.concurrent.atomic.AtomicBoolean;

/// The place of one socket among those that its room and node take.
final class Seat {

    private final Runnable onFree;
    private final AtomicBoolean taken = new AtomicBoolean(true);

    Seat(Runnable onFree) {
        this.onFree = onFree;
    }

    /// Gives the place back, once.
    void free() {
        if (taken.compareAndSet(true, false)) {
            onFree.run();
        }
    }
}
