package dev.atrium.jobs.workflow;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `workflow`. Every method works in the connection's transaction, which sees one tenant.
final class WorkflowTable {

    private static final String VIEW = "select id, type, version, subject, parent_id, status, result, error,"
            + " created_at, started_at, ended_at from workflow where tenant = ?";

    /// What a run needs to know.
    ///
    /// @param parentId whose child it is; null: nobody's
    /// @param run the number of the last run
    record Stored(
            String type,
            int version,
            String subject,
            String input,
            @Nullable String parentId,
            WorkflowStatus status,
            int run,
            @Nullable String traceparent) {}

    /// Which instances a list shows; null means all.
    ///
    /// @param since created at this time or later
    /// @param until created before this time
    record Filter(
            @Nullable String subject,
            @Nullable WorkflowStatus status,
            @Nullable String type,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /// Who waits for an instance.
    record Parent(String id, String step) {}

    private WorkflowTable() {}

    /// @param parent null if nobody waits for it
    /// @return false if there is an instance with this id
    static boolean insert(
            Connection connection, Start start, int version, @Nullable Parent parent, String input, Instant now)
            throws SQLException {
        return Sql.update(
                        connection,
                        "insert into workflow (tenant, id, type, version, subject, input, status, parent_id, parent_step,"
                                + " traceparent, created_at) values (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?)"
                                + " on conflict (tenant, id) do nothing",
                        start.key().tenant().value(),
                        start.key().id(),
                        start.type(),
                        version,
                        start.subject(),
                        input,
                        parent == null ? null : parent.id(),
                        parent == null ? null : parent.step(),
                        TraceContext.current(),
                        now)
                == 1;
    }

    /// Counts the subject's instances of the type that have not ended, and lets no other transaction do so before this
    /// one ends: of several that start at the same time none goes over the limit.
    ///
    /// @return at most `limit`
    static int lockOpen(Connection connection, Start start, int limit) throws SQLException {
        String tenant = start.key().tenant().value();
        RoundTrip trip = new RoundTrip(connection);
        trip.exists(
                "select pg_advisory_xact_lock(hashtextextended(?, 3))",
                tenant + "/" + start.subject() + "/" + start.type());
        RoundTrip.Answer<Integer> open = trip.made(
                "select count(*) from (select 1 from workflow where tenant = ? and subject = ? and type = ?"
                        + " and ended_at is null limit ?) as open",
                row -> row.getInt(1),
                Optional::orElseThrow,
                tenant,
                start.subject(),
                start.type(),
                limit);
        trip.send();
        return open.get();
    }

    /// Locks the instance until the transaction ends. Where a parent and its child are both locked, the parent is
    /// first.
    static Optional<Stored> lock(Connection connection, WorkflowKey key) throws SQLException {
        return RoundTrip.alone(connection, trip -> lock(trip, key));
    }

    /// The same, with other statements.
    static RoundTrip.Answer<Optional<Stored>> lock(RoundTrip trip, WorkflowKey key) {
        return trip.first(
                "select type, version, subject, input, parent_id, status, run, traceparent from workflow"
                        + " where tenant = ? and id = ? for update",
                WorkflowTable::stored,
                key.tenant().value(),
                key.id());
    }

    /// Whose child the instance is; that never changes.
    static Optional<WorkflowKey> parent(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.first(
                connection,
                "select parent_id from workflow where tenant = ? and id = ? and parent_id is not null",
                row -> new WorkflowKey(key.tenant(), row.getString("parent_id")),
                key.tenant().value(),
                key.id());
    }

    /// Children that have not ended.
    static List<WorkflowKey> openChildren(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.query(
                connection,
                "select id from workflow where tenant = ? and parent_id = ?"
                        + " and status not in ('complete', 'failed', 'cancelled') order by id",
                row -> new WorkflowKey(key.tenant(), row.getString("id")),
                key.tenant().value(),
                key.id());
    }

    /// Gives the instance another status, in a transaction that holds it. A status in which it does not run
    /// ([WorkflowStatus#PAUSED], the final ones) makes the run that may be under way count no more.
    static void become(Connection connection, WorkflowKey key, WorkflowStatus status, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update workflow set status = ?, paused_at = ?, ended_at = ? where tenant = ? and id = ?",
                status.label(),
                status == WorkflowStatus.PAUSED ? now : null,
                status.isFinal() ? now : null,
                key.tenant().value(),
                key.id());
    }

    /// Undoes the instance's end, in a transaction that holds it; a run that is still under way counts no more.
    static void reopen(Connection connection, WorkflowKey key) throws SQLException {
        Sql.update(
                connection,
                "update workflow set run = run + 1, result = null, result_object = null, error = null where tenant = ? and id = ?",
                key.tenant().value(),
                key.id());
    }

    /// @param input JSON
    static void giveInput(Connection connection, WorkflowKey key, String input) throws SQLException {
        Sql.update(
                connection,
                "update workflow set input = ? where tenant = ? and id = ?",
                input,
                key.tenant().value(),
                key.id());
    }

    static void begin(RoundTrip trip, WorkflowKey key, Instant now) {
        trip.update(
                "update workflow set run = run + 1, status = 'running', started_at = coalesce(started_at, ?)"
                        + " where tenant = ? and id = ?",
                now,
                key.tenant().value(),
                key.id());
    }

    /// Gives false if the run no longer counts: then nothing was changed.
    static RoundTrip.Answer<Boolean> end(RoundTrip trip, WorkflowKey key, int run, Runs.End end, Instant now) {
        return trip.exists(
                "update workflow set status = ?, result = ?, result_object = ?, error = ?, ended_at = ?"
                        + " where tenant = ? and id = ? and run = ? and status in ('running', 'pausing') returning 1",
                end.status().label(),
                end.result().json(),
                end.result().object(),
                end.error(),
                now,
                key.tenant().value(),
                key.id(),
                run);
    }

    /// The instance's own result.
    static StoredResult result(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.first(
                        connection,
                        "select result, result_object from workflow where tenant = ? and id = ?",
                        StoredResult::of,
                        key.tenant().value(),
                        key.id())
                .orElse(StoredResult.NONE);
    }

    /// Notes that the object store may have results of the instance.
    ///
    /// @return how many rows were changed
    static int hasObjects(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.update(
                connection,
                "update workflow set has_objects = true where tenant = ? and id = ? and not has_objects",
                key.tenant().value(),
                key.id());
    }

    static boolean mayHaveObjects(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from workflow where tenant = ? and id = ? and has_objects",
                        row -> row.getInt(1),
                        key.tenant().value(),
                        key.id())
                .isPresent();
    }

    /// Locks the instance, if it ended before a time.
    static boolean holdEnded(Connection connection, WorkflowKey key, Instant before) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from workflow where tenant = ? and id = ? and ended_at < ?"
                                + " and status in ('complete', 'failed', 'cancelled') for update skip locked",
                        row -> row.getInt(1),
                        key.tenant().value(),
                        key.id(),
                        before)
                .isPresent();
    }

    /// With all that belongs to it.
    static void delete(Connection connection, WorkflowKey key) throws SQLException {
        for (String table : List.of("workflow_step", "workflow_event", "workflow_history")) {
            Sql.update(
                    connection,
                    "delete from " + table + " where tenant = ? and workflow_id = ?",
                    key.tenant().value(),
                    key.id());
        }
        Sql.update(
                connection,
                "delete from progress where tenant = ? and kind = 'workflow' and id = ?",
                key.tenant().value(),
                key.id());
        Sql.update(
                connection,
                "delete from workflow where tenant = ? and id = ?",
                key.tenant().value(),
                key.id());
    }

    /// Whether the run is still the one that counts.
    static boolean isCurrent(Connection connection, WorkflowKey key, int run) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from workflow where tenant = ? and id = ? and run = ?"
                                + " and status in ('running', 'pausing')",
                        row -> row.getInt(1),
                        key.tenant().value(),
                        key.id(),
                        run)
                .isPresent();
    }

    /// Locks the instance, if the run is still the one that counts and is not to pause.
    static boolean hold(Connection connection, WorkflowKey key, int run) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from workflow where tenant = ? and id = ? and run = ? and status = 'running' for update",
                        row -> row.getInt(1),
                        key.tenant().value(),
                        key.id(),
                        run)
                .isPresent();
    }

    static boolean hasInput(Connection connection, Start start, String input) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from workflow where tenant = ? and id = ? and type = ? and input = ?",
                        row -> row.getInt(1),
                        start.key().tenant().value(),
                        start.key().id(),
                        start.type(),
                        input)
                .isPresent();
    }

    /// Without its steps.
    static Optional<WorkflowView> find(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and id = ?",
                WorkflowTable::view,
                key.tenant().value(),
                key.id());
    }

    /// Newest first, without their steps.
    ///
    /// @param limit how many rows at most
    static List<WorkflowView> list(Connection connection, TenantId tenant, Filter filter, Place after, int limit)
            throws SQLException {
        StringBuilder sql = new StringBuilder(VIEW);
        List<Object> parameters = new ArrayList<>(List.of(tenant.value()));
        add(sql, parameters, " and subject = ?", filter.subject());
        add(
                sql,
                parameters,
                " and status = ?",
                filter.status() == null ? null : filter.status().label());
        add(sql, parameters, " and type = ?", filter.type());
        add(sql, parameters, " and created_at >= ?", filter.since());
        add(sql, parameters, " and created_at < ?", filter.until());
        sql.append(" and (created_at, id) < (?, ?) order by created_at desc, id desc limit ?");
        parameters.addAll(List.of(after.createdAt(), after.id(), limit));
        return Sql.query(connection, sql.toString(), WorkflowTable::view, parameters.toArray());
    }

    private static void add(StringBuilder sql, List<Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            parameters.add(value);
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("type"),
                row.getInt("version"),
                row.getString("subject"),
                row.getString("input"),
                row.getString("parent_id"),
                status(row),
                row.getInt("run"),
                row.getString("traceparent"));
    }

    private static WorkflowView view(ResultSet row) throws SQLException {
        return new WorkflowView(
                row.getString("id"),
                row.getString("type"),
                row.getInt("version"),
                row.getString("subject"),
                row.getString("parent_id"),
                status(row),
                Sql.requiredInstant(row, "created_at"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "ended_at"),
                row.getString("result"),
                row.getString("error"),
                null);
    }

    private static WorkflowStatus status(ResultSet row) throws SQLException {
        return WorkflowStatus.labelled(row.getString("status")).orElseThrow();
    }
}
