package dev.atrium.search.access;

import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.LinkMade;
import dev.atrium.platform.roomlog.RoomEvent.LinkRevoked;
import dev.atrium.platform.roomlog.RoomEvent.MemberBanned;
import dev.atrium.platform.roomlog.RoomEvent.MemberJoined;
import dev.atrium.platform.roomlog.RoomEvent.MemberRemoved;
import dev.atrium.platform.roomlog.RoomEvent.MemberSet;
import dev.atrium.platform.roomlog.RoomEvent.MemberUnbanned;
import dev.atrium.platform.roomlog.RoomEvent.RoomChanged;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.search.index.Readers;
import dev.atrium.search.index.Room;

/// What changes of access make of a room.
final class RoomHistory {

    private RoomHistory() {}

    /// The room after a change; the same if it is known already.
    static Room after(Room room, AccessChange change) {
        if (change.sequence() <= room.readers().upTo()) {
            return room;
        }
        Room described = change instanceof RoomChanged changed
                ? room.described(changed.name(), changed.visibility() == Visibility.PUBLIC)
                : room;
        return described.readBy(after(room.readers(), change).at(change.sequence()));
    }

    private static Readers after(Readers readers, AccessChange change) {
        return switch (change) {
            case MemberSet set -> readers.withMember(set.member().subject());
            case MemberJoined joined -> readers.withMember(joined.by().subject());
            case MemberRemoved removed -> readers.withoutMember(removed.subject());
            case MemberBanned banned ->
                readers.withoutMember(banned.subject()).withBan(banned.subject(), new Readers.Ban(banned.expiresAt()));
            case MemberUnbanned unbanned -> readers.withoutBan(unbanned.subject());
            case RoomChanged _, LinkMade _, LinkRevoked _ -> readers;
        };
    }
}
