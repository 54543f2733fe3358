package dev.atrium.jobs.rooms;

import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Who may read a room, by the rules of room-service for people with credentials. Every method works in
/// the connection's transaction, which sees the tenant; of a room that is not known nobody may know
/// anything.
public final class Rooms {

    private static final String NOT_BANNED = "not (p.banned and (p.banned_until is null or p.banned_until > ?))";

    private Rooms() {}

    /// Whether the subject may read the room: everybody may read a public one who is not banned, and
    /// its members a private one.
    public static boolean mayRead(Connection connection, TenantId tenant, String room, String subject, Instant now)
            throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from room r left join room_person p on p.tenant = r.tenant and p.room = r.id"
                                + " and p.subject = ? where r.tenant = ? and r.id = ?"
                                + " and (r.public_read or p.role is not null)"
                                + " and (p.subject is null or " + NOT_BANNED + ")",
                        _ -> true,
                        subject,
                        tenant.value(),
                        room,
                        now)
                .isPresent();
    }

    /// Whether the subject is one of the room's owners.
    public static boolean isOwner(Connection connection, TenantId tenant, String room, String subject, Instant now)
            throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from room_person p where p.tenant = ? and p.room = ? and p.subject = ?"
                                + " and p.role = 'OWNER' and " + NOT_BANNED,
                        _ -> true,
                        tenant.value(),
                        room,
                        subject,
                        now)
                .isPresent();
    }

    /// The room's owners.
    public static List<String> owners(Connection connection, TenantId tenant, String room) throws SQLException {
        return Sql.query(
                connection,
                "select subject from room_person where tenant = ? and room = ? and role = 'OWNER'",
                row -> row.getString(1),
                tenant.value(),
                room);
    }
}
