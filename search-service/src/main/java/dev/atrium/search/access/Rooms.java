package dev.atrium.search.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.search.index.Grant;
import dev.atrium.search.index.Rights;
import dev.atrium.search.index.Room;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// All rooms, and who may read them (SR-3). A room that is not known here is readable by nobody. Changed by one thread,
/// read by many.
public final class Rooms {

    private record Principal(TenantId tenant, String subject) {}

    private final Map<String, Room> byId = new ConcurrentHashMap<>();
    private final Map<TenantId, Set<Grant>> open = new ConcurrentHashMap<>();
    private final Map<Principal, Set<Grant>> owned = new ConcurrentHashMap<>();

    /// @param known what the index remembers from an earlier run
    public Rooms(Collection<Room> known) {
        known.forEach(this::put);
    }

    /// Adds a room, or replaces what was known of it.
    public void put(Room room) {
        Room before = byId.put(room.id(), room);
        if (before != null && !before.equals(room)) {
            readers(before).remove(Grant.room(room.id()));
        }
        readers(room).add(Grant.room(room.id()));
    }

    public Optional<Room> get(String room) {
        return Optional.ofNullable(byId.get(room));
    }

    public int count() {
        return byId.size();
    }

    /// What the caller may read: in rooms, what stands in the open ones of the tenant and in the caller's own; outside
    /// of rooms, what is the caller's own or open to the tenant. Anonymous callers are nobody in particular and own
    /// nothing.
    public Rights rightsOf(Caller caller) {
        Set<Grant> grants = new HashSet<>(open.getOrDefault(caller.tenant(), Set.of()));
        grants.add(Grant.EVERYONE);
        if (!caller.isAnonymous()) {
            grants.addAll(owned.getOrDefault(new Principal(caller.tenant(), caller.subject()), Set.of()));
            grants.add(Grant.owner(caller.subject()));
        }
        return new Rights(caller.tenant(), grants);
    }

    private Set<Grant> readers(Room room) {
        return room.open()
                ? open.computeIfAbsent(room.tenant(), _ -> ConcurrentHashMap.newKeySet())
                : owned.computeIfAbsent(new Principal(room.tenant(), room.owner()), _ -> ConcurrentHashMap.newKeySet());
    }
}
