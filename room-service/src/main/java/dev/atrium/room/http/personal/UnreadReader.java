package dev.atrium.room.http.personal;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.checkpoint.Unread;
import dev.atrium.room.checkpoint.UnreadStore;
import dev.atrium.room.http.RoomReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a caller has not read yet.
@ApplicationScoped
final class UnreadReader {

    private final RoomReader rooms;
    private final UnreadStore store;

    UnreadReader(RoomReader rooms, UnreadStore store) {
        this.rooms = rooms;
        this.store = store;
    }

    /// Of one room. The marker is the newest one, messages are counted once they are stored.
    Uni<Unread> inRoom(Caller caller, String id) {
        RoomKey key = RoomReader.key(caller, id);
        return rooms.markers(caller, id)
                .flatMap(known -> RoomReader.orUnavailable(store.inRoom(key, caller.actor(), known.readUpTo()))
                        .map(stored -> stored.map(unread -> unread.with(known.lastSequence()))
                                .orElseGet(() -> new Unread(id, 0, 0, known.lastSequence(), known.readUpTo()))));
    }

    /// Of all rooms that the caller owns or has read before, newest room first.
    Uni<List<Unread>> ofAll(Caller caller, @Nullable UUID below, int limit) {
        return RoomReader.orUnavailable(store.ofAll(caller.tenant(), caller.actor(), below, limit));
    }
}
