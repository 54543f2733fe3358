package dev.atrium.jobs.restore;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.backup.InstanceStatus;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table `restore`. Each method works in the connection's transaction, which sees the tenant.
final class RestoreTable {

    private static final String STATUS = InstanceStatus.of("r");
    private static final String FROM =
            " from restore r left join workflow w on w.tenant = r.tenant and w.id = r.workflow" + " where r.tenant = ?";
    private static final String VIEW = "select r.id, r.backup, " + STATUS + " as status, r.dry_run, r.subject,"
            + " r.created_at, coalesce(r.ended_at, w.ended_at) as ended_at, r.tally, r.abandoned_at,"
            + " array(select u.room from restore_room u where u.tenant = r.tenant and u.restore = r.id order by u.room)"
            + " as unfinished,"
            + " case when r.status <> 'complete' then coalesce(r.error, w.error) end as error, r.workflow" + FROM;

    private RestoreTable() {}

    /// @return false if it is there already
    static boolean insert(Connection connection, TenantId tenant, String workflow, RestoreInput input, Instant now)
            throws SQLException {
        return Sql.changes(
                connection,
                "insert into restore (tenant, id, workflow, subject, backup, dry_run, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                tenant.value(),
                input.restore(),
                workflow,
                input.by().subject(),
                input.backup(),
                input.dryRun(),
                now);
    }

    /// It goes on, perhaps once more.
    ///
    /// @return false if it was given up
    static boolean goOn(Connection connection, TenantId tenant, UUID id) throws SQLException {
        Sql.update(
                connection,
                "update restore set status = 'running', ended_at = null, tally = null, error = null"
                        + " where tenant = ? and id = ? and (status <> 'running' or tally is not null)"
                        + " and abandoned_at is null",
                tenant.value(),
                id);
        return Sql.first(
                        connection,
                        "select abandoned_at is null from restore where tenant = ? and id = ?",
                        row -> row.getBoolean(1),
                        tenant.value(),
                        id)
                .orElse(false);
    }

    /// A room that is not handed over yet.
    ///
    /// @param places how many may be taken
    record Unfinished(String room, String name, long places) {}

    /// Notes what is about to happen in a room.
    ///
    /// @return false if the restore was given up: then nothing may happen any more
    static boolean unfinished(Connection connection, TenantId tenant, UUID id, Unfinished room) throws SQLException {
        return Sql.changes(
                connection,
                "insert into restore_room as u (tenant, restore, room, name, places) select tenant, id, ?, ?, ?"
                        + " from restore where tenant = ? and id = ? and abandoned_at is null for share"
                        + " on conflict (tenant, restore, room) do update set places = greatest(u.places, excluded.places)",
                room.room(),
                room.name(),
                room.places(),
                tenant.value(),
                id);
    }

    /// Notes that the room is handed over.
    static void finished(Connection connection, TenantId tenant, UUID id, String room) throws SQLException {
        Sql.update(
                connection,
                "delete from restore_room where tenant = ? and restore = ? and room = ?",
                tenant.value(),
                id,
                room);
    }

    /// From now on it does not go on.
    ///
    /// @return false if it was given up before
    static boolean abandon(Connection connection, TenantId tenant, UUID id, Instant now) throws SQLException {
        return Sql.changes(
                connection,
                "update restore set abandoned_at = ? where tenant = ? and id = ? and abandoned_at is null",
                now,
                tenant.value(),
                id);
    }

    /// The rooms that were not handed over.
    static List<Unfinished> unfinished(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.query(
                connection,
                "select room, name, places from restore_room where tenant = ? and restore = ?",
                row -> new Unfinished(row.getString("room"), row.getString("name"), row.getLong("places")),
                tenant.value(),
                id);
    }

    /// Notes as of when it brings back.
    ///
    /// @return what was noted first, however often it begins
    static RestoreWorkflow.Begun begin(Connection connection, TenantId tenant, UUID id, RestoreWorkflow.Begun now)
            throws SQLException {
        return Sql.first(
                        connection,
                        "update restore set begun_at = coalesce(begun_at, ?), members = coalesce(members, ?)"
                                + " where tenant = ? and id = ? returning begun_at, members",
                        row -> new RestoreWorkflow.Begun(Sql.requiredInstant(row, "begun_at"), List.of((String[])
                                row.getArray("members").getArray())),
                        now.at(),
                        Sql.texts(connection, now.members()),
                        tenant.value(),
                        id)
                .orElseThrow();
    }

    static void complete(Connection connection, TenantId tenant, UUID id, Tally tally, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "update restore set status = 'complete', error = null, ended_at = ?, tally = ?"
                        + " where tenant = ? and id = ?",
                now,
                Json.write(tally),
                tenant.value(),
                id);
    }

    static void fail(Connection connection, TenantId tenant, UUID id, @Nullable String error, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "update restore set status = 'failed', ended_at = ?, error = ? where tenant = ? and id = ?",
                now,
                error,
                tenant.value(),
                id);
    }

    static Optional<RestoreView> find(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.first(connection, VIEW + " and r.id = ?", RestoreTable::view, tenant.value(), id);
    }

    /// Newest first.
    ///
    /// @param limit how many rows at most
    static List<RestoreView> list(Connection connection, TenantId tenant, Place after, int limit) throws SQLException {
        return Sql.query(
                connection,
                VIEW + " and (r.created_at, r.id::text) < (?, ?) order by r.created_at desc, r.id::text desc limit ?",
                RestoreTable::view,
                tenant.value(),
                after.createdAt(),
                after.id(),
                limit);
    }

    /// Whether one is under way, beside this.
    static boolean isOtherRunning(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.exists(
                connection, "select 1" + FROM + " and r.id <> ? and " + STATUS + " = 'running'", tenant.value(), id);
    }

    private static RestoreView view(ResultSet row) throws SQLException {
        String tally = row.getString("tally");
        return new RestoreView(
                row.getString("id"),
                row.getString("backup"),
                row.getString("status"),
                row.getBoolean("dry_run"),
                row.getString("subject"),
                Sql.requiredInstant(row, "created_at"),
                Sql.instant(row, "ended_at"),
                tally == null ? null : Json.read(tally, Tally.class),
                List.of((String[]) row.getArray("unfinished").getArray()),
                Sql.instant(row, "abandoned_at"),
                InstanceStatus.reason(row.getString("error")),
                "/api/workflows/" + row.getString("workflow"));
    }
}
