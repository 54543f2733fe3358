package dev.atrium.room.access;

import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;

/// How a room is described, and whom it is open to.
///
/// @param everyone the role that everybody of the tenant who has credentials has while the room is public
/// @param archived whether it is only read
/// @param deleted whether it is open to nobody any more
public record Settings(String name, Visibility visibility, Role everyone, boolean archived, boolean deleted) {

    /// What everybody may do in a public room of which nothing else was said.
    public static final Role EVERYONE_DEFAULT = Role.EDITOR;

    static Settings of(RoomCreated created) {
        return new Settings(created.name(), created.visibility(), EVERYONE_DEFAULT, false, false);
    }
}
