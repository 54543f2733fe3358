package dev.atrium.jobs.restore;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.backup.InstanceStatus;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
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
            + " r.created_at, coalesce(r.ended_at, w.ended_at) as ended_at, r.tally,"
            + " case when r.status <> 'complete' then coalesce(r.error, w.error) end as error, r.workflow" + FROM;

    private RestoreTable() {}

    static void insert(Connection connection, TenantId tenant, String workflow, RestoreInput input, Instant now)
            throws SQLException {
        Sql.update(
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
    static void goOn(Connection connection, TenantId tenant, UUID id) throws SQLException {
        Sql.update(
                connection,
                "update restore set status = 'running', ended_at = null, tally = null, error = null"
                        + " where tenant = ? and id = ? and (status <> 'running' or tally is not null)",
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
                        connection.createArrayOf("text", now.members().toArray()),
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
        return Sql.first(
                        connection,
                        "select 1" + FROM + " and r.id <> ? and " + STATUS + " = 'running'",
                        row -> row.getInt(1),
                        tenant.value(),
                        id)
                .isPresent();
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
                InstanceStatus.reason(row.getString("error")),
                "/api/workflows/" + row.getString("workflow"));
    }
}
