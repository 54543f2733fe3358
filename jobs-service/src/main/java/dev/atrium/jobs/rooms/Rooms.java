package dev.atrium.jobs.rooms;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may read a room, by the rules of room-service for people with credentials. Every method works in
/// the connection's transaction, which sees the tenant; of a room that is not known nobody may know
/// anything.
public final class Rooms {

    private static final String NOT_BANNED = "not (p.banned and (p.banned_until is null or p.banned_until > ?))";

    private Rooms() {}

    /// Which of the subjects may read which of the rooms: everybody may read a public one who is not
    /// banned, and its members a private one.
    ///
    /// @return by room; a room that none of them may read can be missing
    public static Map<String, Set<String>> readers(
            Connection connection, TenantId tenant, Set<String> rooms, Set<String> subjects, Instant now)
            throws SQLException {
        return readers(connection, tenant, rooms, subjects, now, false);
    }

    /// As [#readers], of rooms that are deleted: who could read them until then.
    public static Map<String, Set<String>> lastReaders(
            Connection connection, TenantId tenant, Set<String> rooms, Set<String> subjects, Instant now)
            throws SQLException {
        return readers(connection, tenant, rooms, subjects, now, true);
    }

    private static Map<String, Set<String>> readers(
            Connection connection, TenantId tenant, Set<String> rooms, Set<String> subjects, Instant now, boolean gone)
            throws SQLException {
        return byRoom(
                connection,
                "select r.id as room, s.subject from room r cross join unnest(?::text[]) as s(subject)"
                        + " left join room_person p on p.tenant = r.tenant and p.room = r.id and p.subject = s.subject"
                        + " where r.tenant = ? and r.id = any(?) and r.gone = ? and (r.public_read or p.role is not null)"
                        + " and (p.subject is null or " + NOT_BANNED + ")",
                Sql.texts(connection, subjects),
                tenant.value(),
                Sql.texts(connection, rooms),
                gone,
                now);
    }

    /// The owners of rooms who may read them.
    ///
    /// @return by room; a room without owners can be missing
    public static Map<String, Set<String>> owners(
            Connection connection, TenantId tenant, Set<String> rooms, Instant now) throws SQLException {
        return owners(connection, tenant, rooms, now, false);
    }

    /// As [#owners], of rooms that are deleted: who owned them until then.
    public static Map<String, Set<String>> lastOwners(
            Connection connection, TenantId tenant, Set<String> rooms, Instant now) throws SQLException {
        return owners(connection, tenant, rooms, now, true);
    }

    private static Map<String, Set<String>> owners(
            Connection connection, TenantId tenant, Set<String> rooms, Instant now, boolean gone) throws SQLException {
        return byRoom(
                connection,
                "select p.room, p.subject from room r join room_person p on p.tenant = r.tenant and p.room = r.id"
                        + " where r.tenant = ? and r.id = any(?) and r.gone = ? and p.role = 'OWNER' and "
                        + NOT_BANNED,
                tenant.value(),
                Sql.texts(connection, rooms),
                gone,
                now);
    }

    private static Map<String, Set<String>> byRoom(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        Map<String, Set<String>> byRoom = new HashMap<>();
        Sql.query(connection, sql, row -> Map.entry(row.getString("room"), row.getString("subject")), parameters)
                .forEach(entry -> byRoom.computeIfAbsent(entry.getKey(), _ -> new HashSet<>())
                        .add(entry.getValue()));
        return byRoom;
    }
}
