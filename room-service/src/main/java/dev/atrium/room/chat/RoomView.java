package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent;
import java.time.Instant;

/// A room as clients see it.
///
/// @param lastSequence sequence number of the last thing that happened in it; 1 is its creation
public record RoomView(
        String id,
        String name,
        RoomEvent.Kind kind,
        RoomEvent.Visibility visibility,
        Actor owner,
        Instant createdAt,
        long lastSequence) {

    public static RoomView of(RoomEvent.RoomCreated created, long lastSequence) {
        return new RoomView(
                created.room(),
                created.name(),
                created.kind(),
                created.visibility(),
                created.owner(),
                created.at(),
                lastSequence);
    }
}
