package dev.atrium.jobs.rooms;

import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.roomlog.RoomEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes what room events say about access into `room` and `room_person`. Every method works in the
/// connection's transaction, which sees the event's tenant and holds the room's row.
final class RoomAccess {

    private RoomAccess() {}

    /// Adds the room unless it is there.
    static void add(Connection connection, RoomEvent.RoomCreated room) throws SQLException {
        Sql.update(
                connection,
                "insert into room (tenant, id, public_read) values (?, ?, ?) on conflict (tenant, id) do nothing",
                room.tenant().value(),
                room.room(),
                isPublic(room.visibility()));
    }

    static void apply(Connection connection, RoomEvent event) throws SQLException {
        switch (event) {
            case RoomEvent.RoomCreated room ->
                member(connection, room, room.owner().subject(), RoomEvent.Role.OWNER);
            case RoomEvent.AccessChange change -> apply(connection, change);
            case RoomEvent.MessagePosted _,
                    RoomEvent.DocumentChanged _,
                    RoomEvent.MessageChange _,
                    RoomEvent.ObjectEvent _,
                    RoomEvent.Personal _ -> {
                // They say nothing about access.
            }
        }
    }

    private static void apply(Connection connection, RoomEvent.AccessChange change) throws SQLException {
        switch (change) {
            case RoomEvent.RoomChanged changed ->
                Sql.update(
                        connection,
                        "update room set public_read = ? where tenant = ? and id = ?",
                        isPublic(changed.visibility()),
                        changed.tenant().value(),
                        changed.room());
            case RoomEvent.MemberSet set -> member(connection, set, set.member().subject(), set.role());
            case RoomEvent.MemberJoined joined ->
                member(connection, joined, joined.by().subject(), joined.role());
            case RoomEvent.MemberRemoved removed -> member(connection, removed, removed.subject(), null);
            case RoomEvent.MemberBanned banned -> {
                member(connection, banned, banned.subject(), null);
                ban(connection, banned, banned.subject(), true, banned.expiresAt());
            }
            case RoomEvent.MemberUnbanned unbanned -> ban(connection, unbanned, unbanned.subject(), false, null);
            case RoomEvent.LinkMade _, RoomEvent.LinkRevoked _ -> {
                // Only who joins by a link may read the room.
            }
        }
    }

    private static void member(Connection connection, RoomEvent event, String subject, RoomEvent.@Nullable Role role)
            throws SQLException {
        Sql.update(
                connection,
                "insert into room_person (tenant, room, subject, role) values (?, ?, ?, ?)"
                        + " on conflict (tenant, room, subject) do update set role = excluded.role",
                event.tenant().value(),
                event.room(),
                subject,
                role == null ? null : role.name());
    }

    private static void ban(
            Connection connection, RoomEvent event, String subject, boolean banned, @Nullable Instant until)
            throws SQLException {
        Sql.update(
                connection,
                "insert into room_person (tenant, room, subject, banned, banned_until) values (?, ?, ?, ?, ?)"
                        + " on conflict (tenant, room, subject) do update"
                        + " set banned = excluded.banned, banned_until = excluded.banned_until",
                event.tenant().value(),
                event.room(),
                subject,
                banned,
                until);
    }

    private static boolean isPublic(RoomEvent.Visibility visibility) {
        return switch (visibility) {
            case PUBLIC -> true;
            case PRIVATE -> false;
        };
    }
}
