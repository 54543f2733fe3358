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
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What changes of access make of a room: all at once, because each costs as much as the room has members.
final class RoomHistory {

    private Room room;
    private final Set<String> members;
    private final Map<String, Readers.Ban> bans;
    private long upTo;
    private Instant last = Instant.MIN;

    private RoomHistory(Room room) {
        this.room = room;
        this.members = new HashSet<>(room.readers().members());
        this.bans = new HashMap<>(room.readers().bans());
        this.upTo = room.readers().upTo();
    }

    /// The room after changes; those that are known already have no effect. Of bans that had ended by the last change
    /// nothing is kept.
    ///
    /// @param changes of this room, in order
    static Room after(Room room, List<AccessChange> changes) {
        RoomHistory history = new RoomHistory(room);
        changes.forEach(history::apply);
        history.bans.values().removeIf(ban -> !ban.isInForce(history.last));
        return history.room.readBy(new Readers(history.upTo, history.members, history.bans));
    }

    private void apply(AccessChange change) {
        if (change.sequence() <= upTo) {
            return;
        }
        switch (change) {
            case RoomChanged changed ->
                room = room.described(changed.name(), changed.visibility() == Visibility.PUBLIC);
            case MemberSet set -> members.add(set.member().subject());
            case MemberJoined joined -> members.add(joined.by().subject());
            case MemberRemoved removed -> members.remove(removed.subject());
            case MemberBanned banned -> {
                members.remove(banned.subject());
                bans.put(banned.subject(), new Readers.Ban(banned.expiresAt()));
            }
            case MemberUnbanned unbanned -> bans.remove(unbanned.subject());
            case LinkMade _, LinkRevoked _ -> {
                // Only who joins by a link may read the room.
            }
        }
        upTo = change.sequence();
        last = change.at();
    }
}
