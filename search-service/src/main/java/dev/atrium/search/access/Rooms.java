package dev.atrium.search.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.search.index.Grant;
import dev.atrium.search.index.Readers;
import dev.atrium.search.index.Rights;
import dev.atrium.search.index.Room;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// All rooms, and who may read them (SR-3). A room that is not known here is readable by nobody. Changed by
/// one thread, read by many. Passages carry only their room: a change of access needs no change of them,
/// and is in force at once.
public final class Rooms {

    private record Principal(TenantId tenant, String subject) {}

    private final Map<String, Room> byId = new ConcurrentHashMap<>();
    private final Map<TenantId, Set<Grant>> open = new ConcurrentHashMap<>();
    private final Map<Principal, Set<Grant>> joined = new ConcurrentHashMap<>();
    private final Map<Principal, Map<Grant, Readers.Ban>> banned = new ConcurrentHashMap<>();

    /// @param known what the index remembers from an earlier run
    public Rooms(Collection<Room> known) {
        known.forEach(this::put);
    }

    /// Adds a room, unless more is known of it already.
    ///
    /// @return what is known of it now
    public Room put(Room room) {
        Room before = byId.get(room.id());
        if (before != null && before.readers().upTo() >= room.readers().upTo()) {
            return before;
        }
        byId.put(room.id(), room);
        // First what is taken away.
        if (before != null) {
            takeAway(before, room);
        }
        give(room);
        return room;
    }

    /// Takes over changes of a room.
    ///
    /// @param changes of this room, in order
    /// @return the room as it is known now; empty if it is not known, and so readable by nobody
    public Optional<Room> change(String id, List<AccessChange> changes) {
        return get(id).map(room -> put(RoomHistory.after(
                room,
                changes.stream()
                        .filter(change -> change.tenant().equals(room.tenant()))
                        .toList())));
    }

    public Optional<Room> get(String room) {
        return Optional.ofNullable(byId.get(room));
    }

    public int count() {
        return byId.size();
    }

    /// What the caller may read: in rooms, what stands in the open ones of the tenant and in those of which it
    /// is a member, unless it is banned there; outside of rooms, what is the caller's own or open to the
    /// tenant. Anonymous callers are nobody in particular: they belong to nothing and are banned from nothing.
    public Rights rightsOf(Caller caller, Instant now) {
        Set<Grant> grants = new HashSet<>(open.getOrDefault(caller.tenant(), Set.of()));
        grants.add(Grant.EVERYONE);
        if (!caller.isAnonymous()) {
            Principal principal = new Principal(caller.tenant(), caller.subject());
            grants.addAll(joined.getOrDefault(principal, Set.of()));
            banned.getOrDefault(principal, Map.of()).forEach((room, ban) -> {
                if (ban.isInForce(now)) {
                    grants.remove(room);
                }
            });
            grants.add(Grant.owner(caller.subject()));
        }
        return new Rights(caller.tenant(), grants);
    }

    private void give(Room room) {
        Grant grant = Grant.room(room.id());
        room.readers()
                .bans()
                .forEach((subject, ban) -> banned.computeIfAbsent(
                                new Principal(room.tenant(), subject), _ -> new ConcurrentHashMap<>())
                        .put(grant, ban));
        room.readers()
                .members()
                .forEach(subject -> joined.computeIfAbsent(
                                new Principal(room.tenant(), subject), _ -> ConcurrentHashMap.newKeySet())
                        .add(grant));
        if (room.open()) {
            open.computeIfAbsent(room.tenant(), _ -> ConcurrentHashMap.newKeySet())
                    .add(grant);
        }
    }

    private void takeAway(Room before, Room room) {
        Grant grant = Grant.room(room.id());
        if (!room.open()) {
            open.getOrDefault(before.tenant(), new HashSet<>()).remove(grant);
        }
        for (String subject : before.readers().members()) {
            if (!room.readers().members().contains(subject)) {
                joined.computeIfPresent(new Principal(before.tenant(), subject), (_, grants) -> {
                    grants.remove(grant);
                    return grants.isEmpty() ? null : grants;
                });
            }
        }
        for (String subject : before.readers().bans().keySet()) {
            if (!room.readers().bans().containsKey(subject)) {
                banned.computeIfPresent(new Principal(before.tenant(), subject), (_, rooms) -> {
                    rooms.remove(grant);
                    return rooms.isEmpty() ? null : rooms;
                });
            }
        }
    }
}
