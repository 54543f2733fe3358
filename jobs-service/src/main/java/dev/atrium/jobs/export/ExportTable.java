package dev.atrium.jobs.export;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.backup.InstanceStatus;
import dev.atrium.jobs.render.Format;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table `export`, and what of `workflow` is shown with it. Each method works in the connection's transaction,
/// which sees the tenant.
final class ExportTable {

    private static final String VIEW =
            "select e.id, e.input, e.title, e.created_at, e.expires_at, e.expired, e.progress,"
                    + " e.activity, e.render, w.id as workflow, w.status, w.error, w.ended_at from export e"
                    + " join workflow w on w.tenant = e.tenant and w.id = 'export:' || e.id";

    private ExportTable() {}

    /// How rendering ended.
    ///
    /// @param error null if it succeeded
    record Outcome(@Nullable String error) {}

    /// @param expiresAt when all of it is deleted
    /// @return false if there is one with this id
    static boolean insert(Connection connection, ExportKey key, ExportInput input, Instant now, Instant expiresAt)
            throws SQLException {
        int inserted = Sql.update(
                connection,
                "insert into export (tenant, id, subject, input, title, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                key.tenant().value(),
                key.id(),
                input.subject(),
                Json.write(input),
                Objects.requireNonNullElse(input.title(), ""),
                now,
                expiresAt);
        if (inserted == 1) {
            Sql.update(
                    connection,
                    "insert into export_expiry (tenant, export, expires_at) values (?, ?, ?)",
                    key.tenant().value(),
                    key.id(),
                    expiresAt);
        }
        return inserted == 1;
    }

    /// How many of somebody's exports have not ended.
    static long open(Connection connection, TenantId tenant, String subject) throws SQLException {
        return Sql.count(
                connection,
                "select count(*) from workflow where tenant = ? and subject = ? and type = 'export'"
                        + " and status not in ('complete', 'failed', 'cancelled')",
                tenant.value(),
                subject);
    }

    /// Bytes of all documents that somebody has.
    static long kept(Connection connection, TenantId tenant, String subject) throws SQLException {
        return Sql.count(
                connection,
                "select coalesce(sum(f.size_bytes), 0) from export e join export_file f on f.tenant = e.tenant"
                        + " and f.export = e.id where e.tenant = ? and e.subject = ? and not e.expired",
                tenant.value(),
                subject);
    }

    static Optional<ExportInput> input(Connection connection, ExportKey key) throws SQLException {
        return Sql.first(
                connection,
                "select input from export where tenant = ? and id = ?",
                row -> Json.read(row.getString(1), ExportInput.class),
                key.tenant().value(),
                key.id());
    }

    /// With its files if it is complete.
    static Optional<ExportView> find(Connection connection, ExportKey key) throws SQLException {
        record Found(ExportView view, @Nullable UUID render) {}
        Optional<Found> found = Sql.first(
                connection,
                VIEW + " where e.tenant = ? and e.id = ?",
                row -> new Found(view(row), row.getObject("render", UUID.class)),
                key.tenant().value(),
                key.id());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ExportView view = found.get().view();
        UUID render = found.get().render();
        return Optional.of(
                view.status().equals("complete") && render != null
                        ? view.with(FileTable.of(connection, key, render))
                        : view);
    }

    /// Newest first, without their files.
    ///
    /// @param limit how many rows at most
    static List<ExportView> list(Connection connection, TenantId tenant, String subject, Place after, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                VIEW + " where e.tenant = ? and e.subject = ? and (e.created_at, e.id::text) < (?, ?)"
                        + " order by e.created_at desc, e.id::text desc limit ?",
                ExportTable::view,
                tenant.value(),
                subject,
                after.createdAt(),
                after.id(),
                limit);
    }

    /// Begins anew: what an earlier run collected is forgotten.
    ///
    /// @return false if the export has expired
    static boolean begin(Connection connection, ExportKey key, String title) throws SQLException {
        forgetPieces(connection, key);
        swept(connection, key, false);
        return Sql.changes(
                connection,
                "update export set title = ?, progress = 1, activity = 'collecting', render = null,"
                        + " outcome = null where tenant = ? and id = ? and not expired",
                title,
                key.tenant().value(),
                key.id());
    }

    static void progress(Connection connection, ExportKey key, int percent, String activity) throws SQLException {
        Sql.update(
                connection,
                "update export set progress = ?, activity = ? where tenant = ? and id = ?",
                percent,
                activity,
                key.tenant().value(),
                key.id());
    }

    /// From now on the rendering counts, and no other.
    static void render(Connection connection, ExportKey key, UUID render) throws SQLException {
        Sql.update(
                connection,
                "update export set render = ?, outcome = null, progress = 50, activity = 'waiting'"
                        + " where tenant = ? and id = ?",
                render,
                key.tenant().value(),
                key.id());
    }

    /// As [#progress], for a rendering.
    ///
    /// @return false if it is not wanted any more: then nothing was changed
    static boolean rendering(Connection connection, ExportKey key, UUID render, int percent, String activity)
            throws SQLException {
        return Sql.changes(
                connection,
                "update export e set progress = ?, activity = ? where e.tenant = ? and e.id = ? and e.render = ?"
                        + " and e.outcome is null and exists (select 1 from workflow w where w.tenant = e.tenant"
                        + " and w.id = 'export:' || e.id and w.status not in ('complete', 'failed', 'cancelled'))",
                percent,
                activity,
                key.tenant().value(),
                key.id(),
                render);
    }

    /// @return false if the rendering does not count any more
    static boolean rendered(Connection connection, ExportKey key, UUID render, Outcome outcome) throws SQLException {
        return Sql.changes(
                connection,
                "update export set outcome = ? where tenant = ? and id = ? and render = ? and outcome is null",
                Json.write(outcome),
                key.tenant().value(),
                key.id(),
                render);
    }

    /// How the rendering that counts ended; empty if it has not.
    static Optional<Outcome> outcome(Connection connection, ExportKey key) throws SQLException {
        return Sql.first(
                connection,
                "select outcome from export where tenant = ? and id = ? and outcome is not null",
                row -> Json.read(row.getString(1), Outcome.class),
                key.tenant().value(),
                key.id());
    }

    /// From now on no rendering counts.
    static void endRendering(Connection connection, ExportKey key) throws SQLException {
        Sql.update(
                connection,
                "update export set expired = true, render = null where tenant = ? and id = ?",
                key.tenant().value(),
                key.id());
    }

    static void forgetPieces(Connection connection, ExportKey key) throws SQLException {
        Sql.update(
                connection,
                "delete from export_piece where tenant = ? and export = ?",
                key.tenant().value(),
                key.id());
    }

    /// Forgets what an export has collected that has ended in whatever way.
    ///
    /// @return false if it has not ended
    static boolean sweep(Connection connection, ExportKey key) throws SQLException {
        boolean ended =
                find(connection, key).filter(export -> export.endedAt() != null).isPresent();
        if (ended) {
            forgetPieces(connection, key);
            swept(connection, key, true);
        }
        return ended;
    }

    private static void swept(Connection connection, ExportKey key, boolean swept) throws SQLException {
        Sql.update(
                connection,
                "update export_expiry set swept = ? where tenant = ? and export = ?",
                swept,
                key.tenant().value(),
                key.id());
    }

    /// Has the documents deleted with the next round of the clean-up.
    static void expireAt(Connection connection, ExportKey key, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update export set expires_at = least(expires_at, ?) where tenant = ? and id = ?",
                now,
                key.tenant().value(),
                key.id());
        Sql.update(
                connection,
                "update export_expiry set expires_at = least(expires_at, ?) where tenant = ? and export = ?",
                now,
                key.tenant().value(),
                key.id());
    }

    /// Some of the tenant's that expire later than now.
    static List<ExportKey> keptBeyond(Connection connection, TenantId tenant, Instant now, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select id from export where tenant = ? and expires_at > ? and not expired"
                        + " order by created_at, id limit ?",
                row -> new ExportKey(tenant, row.getObject("id", UUID.class)),
                tenant.value(),
                now,
                limit);
    }

    static void expire(Connection connection, ExportKey key) throws SQLException {
        forgetPieces(connection, key);
        Sql.update(
                connection,
                "delete from export_file where tenant = ? and export = ?",
                key.tenant().value(),
                key.id());
    }

    private static ExportView view(ResultSet row) throws SQLException {
        ExportInput input = Json.read(row.getString("input"), ExportInput.class);
        return new ExportView(
                row.getString("id"),
                row.getBoolean("expired") ? "expired" : row.getString("status"),
                row.getInt("progress"),
                row.getString("activity"),
                row.getString("title"),
                input.room(),
                input.formats(),
                Sql.requiredInstant(row, "created_at"),
                Sql.instant(row, "ended_at"),
                Sql.requiredInstant(row, "expires_at"),
                InstanceStatus.reason(row.getString("error")),
                "/api/workflows/" + row.getString("workflow"),
                null);
    }

    static String activity(Format format) {
        return "rendering " + format.label();
    }
}
