package dev.atrium.jobs.rooms;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// Somebody who may moderate rooms: those that it owns, and as an admin of the tenant all that it may read.
///
/// @param now bans that have ended by then do not count
public record Moderator(TenantId tenant, String subject, boolean isAdmin, Instant now) {

    /// A condition on a row `x` with the columns `tenant` and `room`, for the parameters subject, now and isAdmin.
    public static final String CONDITION = "x.room in (select r.id from room r left join room_person p"
            + " on p.tenant = r.tenant and p.room = r.id and p.subject = ?"
            + " where (p.subject is null or not (p.banned and (p.banned_until is null or p.banned_until > ?)))"
            + " and (p.role = 'OWNER' or (? and (r.public_read or p.role is not null))))";

    /// Whether it moderates the room. The connection's transaction sees the tenant.
    public boolean moderates(Connection connection, String room) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from (select ?::text as tenant, ?::text as room) x where " + CONDITION,
                tenant.value(),
                room,
                subject,
                now,
                isAdmin);
    }
}
