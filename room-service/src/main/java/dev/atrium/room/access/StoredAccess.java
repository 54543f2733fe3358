package dev.atrium.room.access;

import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import java.util.List;

/// A room's access as it was stored at some time.
///
/// @param links at most [RoomAccess#LINKS_MAX]
public record StoredAccess(Settings settings, List<Membership> members, List<Ban> bans, List<Link> links) {

    public StoredAccess {
        members = List.copyOf(members);
        bans = List.copyOf(bans);
        links = List.copyOf(links);
    }

    /// As it is when nothing but the room's creation has happened.
    public static StoredAccess of(RoomCreated created) {
        return new StoredAccess(
                Settings.of(created), List.of(new Membership(created.owner(), Role.OWNER)), List.of(), List.of());
    }
}
