package dev.atrium.room.fanout;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.LinkMade;
import dev.atrium.platform.roomlog.RoomEvent.LinkRevoked;
import dev.atrium.platform.roomlog.RoomEvent.MemberBanned;
import dev.atrium.platform.roomlog.RoomEvent.MemberJoined;
import dev.atrium.platform.roomlog.RoomEvent.MemberRemoved;
import dev.atrium.platform.roomlog.RoomEvent.MemberSet;
import dev.atrium.platform.roomlog.RoomEvent.MemberUnbanned;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomArchived;
import dev.atrium.platform.roomlog.RoomEvent.RoomChanged;
import dev.atrium.platform.roomlog.RoomEvent.RoomDeleted;
import dev.atrium.room.chat.RoomView;
import java.util.Optional;

/// What everybody in a room hears of a change of access. Of links nobody hears.
final class AccessFrames {

    private AccessFrames() {}

    /// @param room as it is now
    static Optional<ServerFrame> of(AccessChange change, RoomView room) {
        return switch (change) {
            case RoomChanged _, RoomArchived _ ->
                Optional.of(new ServerFrame.RoomChanged(change.sequence(), change.by(), room));
            case MemberSet set -> Optional.of(member(set, set.member(), set.role()));
            case MemberJoined joined -> Optional.of(member(joined, joined.by(), joined.role()));
            case MemberRemoved removed -> Optional.of(other("member-removed", removed, removed.subject()));
            case MemberBanned banned -> Optional.of(other("banned", banned, banned.subject()));
            case MemberUnbanned unbanned -> Optional.of(other("unbanned", unbanned, unbanned.subject()));
            // Who was in a room that is deleted is not there any more.
            case LinkMade _, LinkRevoked _, RoomDeleted _ -> Optional.empty();
        };
    }

    private static ServerFrame member(AccessChange change, Actor who, Role role) {
        return new ServerFrame.AccessChanged(
                change.sequence(), "member-set", change.by(), who.subject(), who.handle(), role);
    }

    private static ServerFrame other(String what, AccessChange change, String subject) {
        return new ServerFrame.AccessChanged(change.sequence(), what, change.by(), subject, null, null);
    }
}
