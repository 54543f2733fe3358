package dev.atrium.jobs.webhook;

import dev.atrium.jobs.rooms.Rooms;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who may know of an event. In an organisation that is who may read the thing. In the commons, where
/// those are who have nothing to do with each other, it is only whom it belongs to, and the owners of
/// the room.
///
/// @param owner subject whom the thing belongs to that the event is about; null if it is a room's alone
/// @param room the room that it happened in, or whose thing it is about; null if it has to do with no
///     room
/// @param publicRead whether everybody of the tenant may read the thing; says nothing about what is in
///     a room
/// @param farewell whether it is the end of the room: for those who might know of it until then
record Audience(@Nullable String owner, @Nullable String room, boolean publicRead, boolean farewell) {

    /// Sets what is asked about the end of a room apart from what else is asked about it.
    private static final String FAREWELL = "farewell ";

    Audience(@Nullable String owner, @Nullable String room, boolean publicRead) {
        this(owner, room, publicRead, false);
    }

    private @Nullable String key() {
        return room != null && farewell ? FAREWELL + room : room;
    }

    /// Whether the subject may know of it now.
    boolean has(Connection connection, TenantId tenant, String subject, Instant now) throws SQLException {
        return has(tenant, subject, byRoom(connection, tenant, List.of(this), Set.of(subject), now));
    }

    /// Whether the subject may know of it.
    ///
    /// @param byRoom what [#byRoom] says
    boolean has(TenantId tenant, String subject, Map<String, Set<String>> byRoom) {
        String key = key();
        if (key != null && byRoom.getOrDefault(key, Set.of()).contains(subject)) {
            return true;
        }
        boolean isOwner = subject.equals(owner);
        return tenant.equals(TenantId.COMMONS) ? isOwner : room == null && (publicRead || isOwner);
    }

    /// What rooms say about who may know of what happens in them, asked once for several events: in an
    /// organisation which of the subjects may read them, in the commons who owns them.
    static Map<String, Set<String>> byRoom(
            Connection connection, TenantId tenant, Collection<Audience> audiences, Set<String> subjects, Instant now)
            throws SQLException {
        Map<String, Set<String>> byRoom = new HashMap<>();
        Set<String> rooms = rooms(audiences, false);
        if (!rooms.isEmpty()) {
            byRoom.putAll(
                    tenant.equals(TenantId.COMMONS)
                            ? Rooms.owners(connection, tenant, rooms, now)
                            : Rooms.readers(connection, tenant, rooms, subjects, now));
        }
        Set<String> ended = rooms(audiences, true);
        if (!ended.isEmpty()) {
            Map<String, Set<String>> last = tenant.equals(TenantId.COMMONS)
                    ? Rooms.lastOwners(connection, tenant, ended, now)
                    : Rooms.lastReaders(connection, tenant, ended, subjects, now);
            last.forEach((room, those) -> byRoom.put(FAREWELL + room, those));
        }
        return byRoom;
    }

    private static Set<String> rooms(Collection<Audience> audiences, boolean farewell) {
        return audiences.stream()
                .filter(audience -> audience.farewell == farewell)
                .flatMap(audience -> Stream.ofNullable(audience.room))
                .collect(Collectors.toSet());
    }
}
