package dev.atrium.room.http;

import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.shard.Rooms;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads from the store what memory does not know of a room, once the store has it.
@ApplicationScoped
public final class StoredReader {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Rooms rooms;

    StoredReader(Rooms rooms) {
        this.rooms = rooms;
    }

    /// What memory says.
    ///
    /// @param answer empty if the store must be asked
    /// @param isStored whether the store has what it must be asked for
    public record Known<T>(Optional<T> answer, boolean isStored) {}

    public <T> Uni<T> complete(RoomKey key, Known<T> known, Supplier<Uni<T>> stored) {
        return known.answer()
                .map(answer -> Uni.createFrom().item(answer))
                .orElseGet(() ->
                        RoomReader.orUnavailable(ready(key, known.isStored()).flatMap(_ -> stored.get())));
    }

    /// What counts by now is on its way into the store, within some 50 ms.
    private Uni<Void> ready(RoomKey key, boolean isStored) {
        return isStored
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .<Void>emitter(emitter -> rooms.whenStored(key, () -> emitter.complete(null)))
                        .ifNoItem()
                        .after(PATIENCE)
                        .fail();
    }
}
