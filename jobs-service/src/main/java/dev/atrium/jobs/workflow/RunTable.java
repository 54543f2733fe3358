package dev.atrium.jobs.workflow;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What runs do with the table `workflow`. Every method works in the connection's transaction, which sees one tenant.
final class RunTable {

    /// An instance that a transaction holds.
    record Held(WorkflowKey key, WorkflowTable.Stored instance) {}

    /// An instance that a run has ended.
    record Ended(String workflow, int run, HistoryTable.Written written) {}

    private RunTable() {}

    /// Locks several. To wait for one while others are held is for who holds no other.
    ///
    /// @param waits whether to wait for those that somebody else holds; otherwise they are missing in what it gives
    static RoundTrip.Answer<List<Held>> lockAll(
            RoundTrip trip, Connection connection, TenantId tenant, List<WorkflowKey> keys, boolean waits)
            throws SQLException {
        return trip.all(
                "select id, type, version, subject, input, parent_id, status, run, sequence, traceparent,"
                        + " forgotten from workflow"
                        + " where tenant = ? and id = any(?) for update" + (waits ? "" : " skip locked"),
                row -> new Held(new WorkflowKey(tenant, row.getString("id")), WorkflowTable.stored(row)),
                tenant.value(),
                Sql.array(connection, "text", keys.stream().map(WorkflowKey::id)));
    }

    /// Enters the tenant, and locks those that nobody else holds.
    ///
    /// @return as they are, by their ids
    static Map<String, WorkflowTable.Stored> heldNow(Connection connection, TenantId tenant, List<WorkflowKey> keys)
            throws SQLException {
        RoundTrip trip = new RoundTrip(connection);
        trip.enter(tenant);
        RoundTrip.Answer<List<Held>> held = lockAll(trip, connection, tenant, keys, false);
        trip.send();
        return held.get().stream().collect(Collectors.toMap(one -> one.key().id(), Held::instance));
    }

    /// Has instances wait that the transaction holds; that is a transition.
    static void await(RoundTrip trip, Connection connection, TenantId tenant, List<Sleeps.Sleep> sleeps)
            throws SQLException {
        trip.update(
                "update workflow set status = 'waiting', paused_at = null, ended_at = null, sequence = sequence + 1"
                        + " where tenant = ? and id = any(?)",
                tenant.value(),
                Sql.array(
                        connection,
                        "text",
                        sleeps.stream().map(sleep -> sleep.run().key().id())));
    }

    /// Begins the next run of instances that the transaction holds; that is a transition where they did not run.
    static void begin(RoundTrip trip, Connection connection, TenantId tenant, List<WorkflowKey> keys, Instant now)
            throws SQLException {
        trip.update(
                "update workflow set run = run + 1, status = 'running', started_at = coalesce(started_at, ?),"
                        + " sequence = sequence + case status when 'running' then 0 else 1 end"
                        + " where tenant = ? and id = any(?)",
                now,
                tenant.value(),
                Sql.array(connection, "text", keys.stream().map(WorkflowKey::id)));
    }

    /// Ends instances, and writes that down, where the run still counts and nobody else holds them.
    ///
    /// Gives those that it has ended.
    static RoundTrip.Answer<List<Ended>> endAll(
            RoundTrip trip, Connection connection, TenantId tenant, List<Ends.Ending> endings, Instant now)
            throws SQLException {
        Columns<Ends.Ending> columns = new Columns<>(connection, endings);
        Array ids = columns.of("text", ending -> ending.run().key().id());
        return trip.all(
                "with held as (select id from workflow where tenant = ? and id = any(?) for update skip locked),"
                        + " ended as (update workflow w set status = x.status, result = x.result,"
                        + " result_object = x.object, error = x.error, ended_at = ?, sequence = w.sequence + 1"
                        + " from unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[])"
                        + " as x(id, run, status, result, object, error), held"
                        + " where held.id = x.id and w.tenant = ? and w.id = x.id and w.id = any(?) and w.run = x.run"
                        + " and w.status in ('running', 'pausing')"
                        + " returning w.tenant, w.id, w.run, w.sequence, w.status, w.subject, w.ended_at),"
                        + " written as (insert into workflow_history (tenant, workflow_id, sequence, status, at)"
                        + " select tenant, id, sequence, status, ended_at from ended)"
                        + " select id, run, sequence, subject from ended",
                row -> new Ended(row.getString("id"), row.getInt("run"), HistoryTable.written(row)),
                tenant.value(),
                ids,
                now,
                ids,
                columns.of("int4", ending -> ending.run().number()),
                columns.of("text", ending -> ending.end().status().label()),
                columns.of("text", ending -> ending.end().result().json()),
                columns.of("text", ending -> ending.end().result().object()),
                columns.of("text", ending -> ending.end().error()),
                tenant.value(),
                ids);
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

    /// Whether the run still counts and is not to pause.
    static RoundTrip.Answer<Boolean> runs(RoundTrip trip, WorkflowKey key, int run) {
        return trip.exists(
                "select 1 from workflow where tenant = ? and id = ? and run = ? and status = 'running'",
                key.tenant().value(),
                key.id(),
                run);
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

    /// Locks the instance. Gives false if the run does not count any more, or is to pause.
    static RoundTrip.Answer<Boolean> hold(RoundTrip trip, WorkflowKey key, int run) {
        return trip.exists(
                "select 1 from workflow where tenant = ? and id = ? and run = ? and status = 'running' for update",
                key.tenant().value(),
                key.id(),
                run);
    }
}
