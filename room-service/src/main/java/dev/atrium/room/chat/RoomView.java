package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.access.Settings;
import dev.atrium.room.access.StoredAccess;
import java.time.Instant;

/// A room as clients see it.
///
/// @param everyone the role that everybody of the tenant who has credentials has while the room is public
/// @param archived whether it is only read
/// @param owner who created it; `system:restore` if it came back from a backup
/// @param lastSequence sequence number of the last thing that happened in it; 1 is its creation
public record RoomView(
        String id,
        String name,
        RoomEvent.Kind kind,
        RoomEvent.Visibility visibility,
        RoomEvent.Role everyone,
        boolean archived,
        Actor owner,
        Instant createdAt,
        long lastSequence) {

    /// A room to which nothing has happened yet.
    public static RoomView of(RoomEvent.RoomCreated created) {
        return of(created, StoredAccess.of(created).settings(), created.sequence());
    }

    public static RoomView of(RoomEvent.RoomCreated created, Settings settings, long lastSequence) {
        return new RoomView(
                created.room(),
                settings.name(),
                created.kind(),
                settings.visibility(),
                settings.everyone(),
                settings.archived(),
                created.owner(),
                created.at(),
                lastSequence);
    }
}
