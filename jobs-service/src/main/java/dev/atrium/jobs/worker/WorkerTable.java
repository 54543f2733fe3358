package dev.atrium.jobs.worker;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.sql.Select;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table `worker`. Every method works in the connection's transaction, which sees one tenant.
final class WorkerTable {

    private static final String VIEW = "select id, subject, name, url, batch_size, wait_seconds, concurrency,"
            + " timeout_seconds, max_attempts, left_at, created_at, updated_at from worker where tenant = ?";

    /// So long who left may still get in with what the gateway has said before.
    private static final Duration STILL_LET_IN = Duration.ofMinutes(2);

    /// A new worker.
    ///
    /// @param requestHash by which a repetition is told from another request; null without an
    ///     idempotency key
    record Row(
            WorkerKey key,
            String subject,
            WorkerRequest request,
            @Nullable String idempotencyKey,
            @Nullable String requestHash,
            Instant now) {}

    /// A worker that a request with the same idempotency key has registered.
    record Earlier(UUID id, @Nullable String requestHash) {}

    private WorkerTable() {}

    /// Lets nobody else register a worker in the tenant until the transaction ends.
    static void lockRegistration(Connection connection, TenantId tenant) throws SQLException {
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(current_schema() || '.worker ' || ?, 0))",
                _ -> true,
                tenant.value());
    }

    static Optional<Earlier> registered(Connection connection, TenantId tenant, String subject, String idempotencyKey)
            throws SQLException {
        return Sql.first(
                connection,
                "select id, request_hash from worker where tenant = ? and subject = ? and idempotency_key = ?",
                row -> new Earlier(id(row), row.getString("request_hash")),
                tenant.value(),
                subject,
                idempotencyKey);
    }

    /// @param subject null: everybody's
    static long count(Connection connection, TenantId tenant, @Nullable String subject) throws SQLException {
        return Sql.count(
                connection,
                "select count(*) from worker where tenant = ? and (?::text is null or subject = ?)",
                tenant.value(),
                subject,
                subject);
    }

    static void insert(Connection connection, Row row) throws SQLException {
        WorkerRequest request = row.request();
        Sql.update(
                connection,
                "insert into worker (tenant, id, subject, name, url, batch_size, wait_seconds, concurrency,"
                        + " timeout_seconds, max_attempts, created_at, updated_at, owned_at, idempotency_key, request_hash)"
                        + " values (?, ?, ?, ?, ?, coalesce(?, 10), coalesce(?, 0), coalesce(?, 10), coalesce(?, 30),"
                        + " coalesce(?, 10), ?, ?, ?, ?, ?)",
                row.key().tenant().value(),
                row.key().id(),
                row.subject(),
                request.name(),
                request.url(),
                request.batchSize(),
                request.waitSeconds(),
                request.concurrency(),
                request.timeoutSeconds(),
                request.maxAttempts(),
                row.now(),
                row.now(),
                row.now(),
                row.idempotencyKey(),
                row.requestHash());
    }

    /// Changes what the request names.
    static void update(Connection connection, WorkerKey key, WorkerRequest request, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update worker set name = coalesce(?, name), url = coalesce(?, url),"
                        + " batch_size = coalesce(?, batch_size), wait_seconds = coalesce(?, wait_seconds),"
                        + " concurrency = coalesce(?, concurrency), timeout_seconds = coalesce(?, timeout_seconds),"
                        + " max_attempts = coalesce(?, max_attempts), updated_at = ? where tenant = ? and id = ?",
                request.name(),
                request.url(),
                request.batchSize(),
                request.waitSeconds(),
                request.concurrency(),
                request.timeoutSeconds(),
                request.maxAttempts(),
                now,
                key.tenant().value(),
                key.id());
    }

    /// It is this subject's from now on, who is a member.
    static void own(Connection connection, WorkerKey key, String subject, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update worker set subject = ?, owned_at = ?, left_at = null,"
                        + " idempotency_key = case when subject = ? then idempotency_key end,"
                        + " request_hash = case when subject = ? then request_hash end where tenant = ? and id = ?",
                subject,
                now,
                subject,
                subject,
                key.tenant().value(),
                key.id());
    }

    /// Has what the subject owns be sent nothing; not what it has registered or changed since.
    static void ownerLeft(Connection connection, TenantId tenant, String subject, Instant left) throws SQLException {
        Sql.update(
                connection,
                "update worker set left_at = ? where tenant = ? and subject = ? and left_at is null and owned_at <= ?",
                left,
                tenant.value(),
                subject,
                left.plus(STILL_LET_IN));
    }

    /// The same of all owners, because the organisation is gone and does not come again.
    static void allLeft(Connection connection, TenantId tenant, Instant left) throws SQLException {
        Sql.update(
                connection, "update worker set left_at = ? where tenant = ? and left_at is null", left, tenant.value());
    }

    static void delete(Connection connection, WorkerKey key) throws SQLException {
        Sql.update(
                connection,
                "delete from worker where tenant = ? and id = ?",
                key.tenant().value(),
                key.id());
    }

    /// @return how many there were
    static int deleteAll(Connection connection, TenantId tenant) throws SQLException {
        return Sql.update(connection, "delete from worker where tenant = ?", tenant.value());
    }

    static Optional<WorkerView> find(Connection connection, WorkerKey key) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and id = ?",
                WorkerTable::view,
                key.tenant().value(),
                key.id());
    }

    /// Lets nobody else change the worker until the transaction ends.
    static Optional<WorkerView> lock(Connection connection, WorkerKey key) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and id = ? for no key update",
                WorkerTable::view,
                key.tenant().value(),
                key.id());
    }

    /// Newest first.
    ///
    /// @param subject null: everybody's
    static List<WorkerView> list(
            Connection connection, TenantId tenant, @Nullable String subject, Place after, int limit)
            throws SQLException {
        return new Select(VIEW, tenant.value())
                .and("subject = ?", subject)
                .newestFirst("created_at", after, UUID::fromString, limit)
                .list(connection, WorkerTable::view);
    }

    /// The worker as its requests need it.
    static Optional<Worker> worker(Connection connection, WorkerKey key, List<String> secrets) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and id = ?",
                row -> new Worker(
                        key,
                        row.getString("url"),
                        row.getInt("batch_size"),
                        Duration.ofSeconds(row.getInt("wait_seconds")),
                        row.getInt("concurrency"),
                        Duration.ofSeconds(row.getInt("timeout_seconds")),
                        row.getInt("max_attempts"),
                        Sql.instant(row, "left_at") != null,
                        secrets),
                key.tenant().value(),
                key.id());
    }

    private static UUID id(ResultSet row) throws SQLException {
        return row.getObject("id", UUID.class);
    }

    private static WorkerView view(ResultSet row) throws SQLException {
        return new WorkerView(
                id(row),
                row.getString("subject"),
                row.getString("name"),
                row.getString("url"),
                new WorkerView.BatchSettings(row.getInt("batch_size"), row.getInt("wait_seconds")),
                row.getInt("concurrency"),
                row.getInt("timeout_seconds"),
                row.getInt("max_attempts"),
                Sql.instant(row, "left_at"),
                Sql.requiredInstant(row, "created_at"),
                Sql.requiredInstant(row, "updated_at"),
                null);
    }
}
