package dev.atrium.room.socket;

import java.util.concurrent.atomic.AtomicBoolean;

/// The place of one socket, or of one of its channels, among those that its room and node take. Thread-safe.
public final class Seat {

    /// For who has one already.
    public static final Seat TAKEN_BEFORE = new Seat(() -> {});

    private final Runnable onFree;
    private final AtomicBoolean taken = new AtomicBoolean(true);

    Seat(Runnable onFree) {
        this.onFree = onFree;
    }

    /// Gives the place back, once.
    public void free() {
        if (taken.compareAndSet(true, false)) {
            onFree.run();
        }
    }
}
