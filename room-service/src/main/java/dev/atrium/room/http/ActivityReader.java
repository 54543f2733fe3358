package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Span;
import dev.atrium.room.checkpoint.Activity;
import dev.atrium.room.checkpoint.ActivityStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// What was done where a caller may read, as far as it is stored.
@ApplicationScoped
public final class ActivityReader {

    private final RoomReader rooms;
    private final ActivityStore store;

    ActivityReader(RoomReader rooms, ActivityStore store) {
        this.rooms = rooms;
        this.store = store;
    }

    /// In one room, newest first, as [ActivityStore#inRoom].
    Uni<List<Activity>> inRoom(Caller caller, String id, Span span, ActivityStore.Filter filter) {
        RoomKey key = RoomReader.key(caller, id);
        return rooms.look(caller, key, Room::sequence)
                .flatMap(_ -> RoomReader.orUnavailable(store.inRoom(key, span, filter)));
    }

    /// What the caller did in all rooms that it may read, newest first.
    public Uni<List<Activity>> of(Caller caller, ActivityStore.Place behind, int limit) {
        return RoomReader.orUnavailable(store.of(caller.tenant(), caller.subject(), behind, limit));
    }
}
