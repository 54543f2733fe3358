package dev.atrium.jobs.rooms;

import dev.atrium.platform.roomlog.ReaderChange;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.sql.Sql;
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
                room.visibility().isPublic());
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
        for (ReaderChange reader : ReaderChange.of(change)) {
            switch (reader) {
                case ReaderChange.Room room ->
                    Sql.update(
                            connection,
                            "update room set public_read = ? where tenant = ? and id = ?",
                            room.isPublic(),
                            change.tenant().value(),
                            change.room());
                case ReaderChange.Member member -> member(connection, change, member.subject(), member.role());
                case ReaderChange.Ban ban -> ban(connection, change, ban.subject(), true, ban.until());
                case ReaderChange.Unban unban -> ban(connection, change, unban.subject(), false, null);
                case ReaderChange.Gone _ ->
                    Sql.update(
                            connection,
                            "update room set gone = true where tenant = ? and id = ?",
                            change.tenant().value(),
                            change.room());
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
}
