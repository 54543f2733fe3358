package dev.atrium.jobs.backup;

import dev.atrium.jobs.access.Place;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tables `backup` and `backup_segment`. Each method works in the connection's transaction, which
/// sees the tenant.
final class BackupTable {

    private static final String STATUS = InstanceStatus.of("b");
    private static final String FROM =
            " from backup b left join workflow w on w.tenant = b.tenant and w.id = b.workflow"
                    + " where b.tenant = ? and not b.deleted";
    private static final String VIEW = "select b.id, " + STATUS + " as status, b.subject, b.keep, b.created_at,"
            + " coalesce(b.ended_at, w.ended_at) as ended_at, b.size_bytes, b.rooms, b.events, b.files,"
            + " case when b.status <> 'complete' then coalesce(b.error, w.error) end as error, b.workflow" + FROM;

    private BackupTable() {}

    /// Begins the backup; again: anew.
    ///
    /// @return false if it is complete, was deleted, or what it has stored is being deleted: then it stays as it is
    static boolean begin(
            Connection connection, BackupKey key, String workflow, String subject, @Nullable Integer keep, Instant now)
            throws SQLException {
        boolean begun = Sql.changes(
                connection,
                "insert into backup as b (tenant, id, workflow, subject, keep, created_at) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (tenant, id) do update set status = 'running', ended_at = null, error = null,"
                        + " size_bytes = null, rooms = null, events = null, files = null, cleared = false"
                        + " where not b.deleted and not b.clearing and b.status <> 'complete'",
                key.tenant().value(),
                key.id(),
                workflow,
                subject,
                keep,
                now);
        if (begun) {
            Sql.update(
                    connection,
                    "delete from backup_segment where tenant = ? and backup = ?",
                    key.tenant().value(),
                    key.id());
            BackupWatch.add(connection, key);
        }
        return begun;
    }

    /// It goes on with what it has stored, perhaps after an end.
    ///
    /// @return false if that is not there any more, or nothing is to be added to it
    static boolean goOn(Connection connection, BackupKey key) throws SQLException {
        BackupWatch.add(connection, key);
        return Sql.changes(
                connection,
                "update backup set status = 'running', ended_at = null, error = null"
                        + " where tenant = ? and id = ? and not deleted and not cleared"
                        + " and status in ('running', 'failed', 'cancelled')",
                key.tenant().value(),
                key.id());
    }

    /// Notes that what it has stored is being deleted, or that nothing of it is left.
    static void clear(Connection connection, BackupKey key, boolean isDone) throws SQLException {
        Sql.update(
                connection,
                "update backup set cleared = true, clearing = ? where tenant = ? and id = ?",
                !isDone,
                key.tenant().value(),
                key.id());
    }

    static boolean isDeleted(Connection connection, BackupKey key) throws SQLException {
        return isSo(connection, key, "deleted");
    }

    static boolean isClearing(Connection connection, BackupKey key) throws SQLException {
        return isSo(connection, key, "clearing");
    }

    private static boolean isSo(Connection connection, BackupKey key, String column) throws SQLException {
        return Sql.first(
                        connection,
                        "select " + column + " from backup where tenant = ? and id = ?",
                        row -> row.getBoolean(1),
                        key.tenant().value(),
                        key.id())
                .orElse(false);
    }

    /// @return false if it was deleted meanwhile, or cannot become complete any more
    static boolean complete(
            Connection connection, BackupKey key, List<StoredSegment> segments, Format.Counts counts, Instant now)
            throws SQLException {
        boolean complete = Sql.changes(
                connection,
                "update backup set status = 'complete', ended_at = ?, error = null, size_bytes = ?, rooms = ?,"
                        + " events = ?, files = ? where tenant = ? and id = ? and not deleted and not cleared"
                        + " and status <> 'complete'",
                now,
                segments.getLast().end(),
                counts.rooms(),
                counts.events(),
                counts.files(),
                key.tenant().value(),
                key.id());
        if (complete) {
            for (StoredSegment segment : segments) {
                add(connection, key, segment);
            }
        }
        return complete;
    }

    private static void add(Connection connection, BackupKey key, StoredSegment segment) throws SQLException {
        Sql.update(
                connection,
                "insert into backup_segment (tenant, backup, object, start, size_bytes) values (?, ?, ?, ?, ?)",
                key.tenant().value(),
                key.id(),
                segment.object(),
                segment.start(),
                segment.sizeBytes());
    }

    /// Begins to take an archive.
    static void receive(Connection connection, BackupKey key, String subject, Instant now) throws SQLException {
        Sql.update(
                connection,
                "insert into backup (tenant, id, workflow, subject, created_at, status)"
                        + " values (?, ?, '', ?, ?, 'receiving')",
                key.tenant().value(),
                key.id(),
                subject,
                now);
        BackupWatch.add(connection, key);
    }

    /// A complete one that somebody uploaded with a key.
    static Optional<BackupView> findUploaded(
            Connection connection, TenantId tenant, String subject, String idempotencyKey) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and b.subject = ? and b.idempotency_key = ?",
                BackupTable::view,
                tenant.value(),
                subject,
                idempotencyKey);
    }

    /// Of all its bytes; empty unless it was uploaded.
    static Optional<String> sha256(Connection connection, BackupKey key) throws SQLException {
        return Sql.first(
                connection,
                "select sha256 from backup where tenant = ? and id = ? and sha256 is not null",
                row -> row.getString("sha256"),
                key.tenant().value(),
                key.id());
    }

    /// Has a repetition of its upload be known.
    static void name(Connection connection, BackupKey key, String sha256, @Nullable String idempotencyKey)
            throws SQLException {
        Sql.update(
                connection,
                "update backup set sha256 = ?, idempotency_key = ? where tenant = ? and id = ?",
                sha256,
                idempotencyKey,
                key.tenant().value(),
                key.id());
    }

    static void fail(Connection connection, BackupKey key, String status, @Nullable String error, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "update backup set status = ?, error = ?, ended_at = ? where tenant = ? and id = ?"
                        + " and status = 'running'",
                status,
                error,
                now,
                key.tenant().value(),
                key.id());
    }

    /// From now on nobody sees it.
    ///
    /// @return false if there is none
    static boolean delete(Connection connection, BackupKey key) throws SQLException {
        int deleted = Sql.update(
                connection,
                "update backup set deleted = true where tenant = ? and id = ? and not deleted",
                key.tenant().value(),
                key.id());
        // Behind the update, which waits for who has just cleared it and looks after it no longer.
        BackupWatch.add(connection, key);
        return deleted == 1;
    }

    /// Forgets what was deleted.
    static void forget(Connection connection, BackupKey key) throws SQLException {
        Sql.update(
                connection,
                "delete from backup where tenant = ? and id = ? and deleted",
                key.tenant().value(),
                key.id());
    }

    static Optional<BackupView> find(Connection connection, BackupKey key) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and b.id = ?",
                BackupTable::view,
                key.tenant().value(),
                key.id());
    }

    /// Newest first.
    ///
    /// @param limit how many rows at most
    static List<BackupView> list(Connection connection, TenantId tenant, Place after, int limit) throws SQLException {
        return Sql.query(
                connection,
                VIEW + " and (b.created_at, b.id::text) < (?, ?) order by b.created_at desc, b.id::text desc limit ?",
                BackupTable::view,
                tenant.value(),
                after.createdAt(),
                after.id(),
                limit);
    }

    /// Where the pieces of an archive lie, in order.
    static List<StoredSegment> segments(Connection connection, BackupKey key) throws SQLException {
        return Sql.query(
                connection,
                "select object, start, size_bytes from backup_segment where tenant = ? and backup = ? order by start",
                row -> new StoredSegment(row.getString("object"), row.getLong("start"), row.getLong("size_bytes")),
                key.tenant().value(),
                key.id());
    }

    /// Backups that are under way, beside one.
    static boolean isOtherRunning(Connection connection, BackupKey key) throws SQLException {
        return Sql.exists(
                connection,
                "select 1" + FROM + " and b.id <> ? and " + STATUS + " = 'running'",
                key.tenant().value(),
                key.id());
    }

    /// Whether an archive comes in.
    static boolean isReceiving(Connection connection, TenantId tenant) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from backup where tenant = ? and status = 'receiving' and not deleted",
                tenant.value());
    }

    /// Whether a restore reads it.
    static boolean isBeingRestored(Connection connection, BackupKey key) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from restore r join workflow w on w.tenant = r.tenant and w.id = r.workflow"
                        + " where r.tenant = ? and r.backup = ? and r.status = 'running'"
                        + " and w.status not in ('complete', 'failed', 'cancelled')",
                key.tenant().value(),
                key.id());
    }

    /// Some of the tenant's that nobody has deleted.
    static List<BackupKey> kept(Connection connection, TenantId tenant, int limit) throws SQLException {
        return Sql.query(
                connection,
                "select id from backup where tenant = ? and not deleted order by created_at, id limit ?",
                row -> new BackupKey(tenant, row.getObject("id", UUID.class)),
                tenant.value(),
                limit);
    }

    /// How many complete ones the tenant has.
    static long count(Connection connection, TenantId tenant) throws SQLException {
        return Sql.count(
                connection,
                "select count(*) from backup where tenant = ? and status = 'complete' and not deleted",
                tenant.value());
    }

    /// Complete ones that are more than what is to be kept of those that say so.
    static List<BackupKey> surplus(Connection connection, TenantId tenant, int keep) throws SQLException {
        return Sql.query(
                connection,
                "select id from backup where tenant = ? and status = 'complete' and not deleted and keep is not null"
                        + " order by created_at desc, id offset ?",
                row -> new BackupKey(tenant, row.getObject("id", UUID.class)),
                tenant.value(),
                keep);
    }

    private static BackupView view(ResultSet row) throws SQLException {
        String id = row.getString("id");
        boolean complete = row.getString("status").equals("complete");
        return new BackupView(
                id,
                row.getString("status"),
                row.getString("subject"),
                row.getObject("keep", Integer.class),
                Sql.requiredInstant(row, "created_at"),
                Sql.instant(row, "ended_at"),
                row.getObject("size_bytes", Long.class),
                row.getObject("rooms", Long.class),
                row.getObject("events", Long.class),
                row.getObject("files", Long.class),
                InstanceStatus.reason(row.getString("error")),
                row.getString("workflow").isEmpty() ? null : "/api/workflows/" + row.getString("workflow"),
                complete ? "/api/backups/" + id + "/content" : null);
    }
}
