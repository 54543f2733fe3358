package dev.atrium.media.rooms;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/// Tells waiting requests that rooms have become known.
@ApplicationScoped
public class RoomChanges {

    private final AtomicReference<CompletableFuture<Void>> next = new AtomicReference<>(new CompletableFuture<>());

    /// Completes at the next announcement. To be taken before one looks whether a room is known.
    CompletionStage<Void> next() {
        // A copy, because who gives up waiting cancels what it got.
        return next.get().copy();
    }

    void announce() {
        next.getAndSet(new CompletableFuture<>()).complete(null);
    }
}
