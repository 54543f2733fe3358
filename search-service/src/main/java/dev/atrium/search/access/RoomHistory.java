package dev.atrium.search.access;

import dev.atrium.platform.roomlog.ReaderChange;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
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
        ReaderChange.of(change).forEach(this::apply);
        upTo = change.sequence();
        last = change.at();
    }

    private void apply(ReaderChange change) {
        switch (change) {
            case ReaderChange.Room changed -> room = room.described(changed.name(), changed.isPublic());
            case ReaderChange.Member member -> {
                if (member.role() == null) {
                    members.remove(member.subject());
                } else {
                    members.add(member.subject());
                }
            }
            case ReaderChange.Ban ban -> bans.put(ban.subject(), new Readers.Ban(ban.until()));
            case ReaderChange.Unban unban -> bans.remove(unban.subject());
            case ReaderChange.Gone _ -> {
                room = room.described("", false);
                members.clear();
                bans.clear();
            }
        }
    }
}
