package dev.atrium.jobs.workflow;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Select;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The table `workflow`. Every method works in the connection's transaction, which sees one tenant.
final class WorkflowTable {

    private static final String VIEW = "select id, type, version, subject, parent_id, status, result, error,"
            + " created_at, started_at, ended_at from workflow where tenant = ?";

    /// What a run needs to know.
    ///
    /// @param parentId whose child it is; null: nobody's
    /// @param run the number of the last run
    /// @param sequence the number of the last transition
    /// @param isForgotten whether what it keeps is being deleted
    record Stored(
            String type,
            int version,
            String subject,
            String input,
            @Nullable String parentId,
            WorkflowStatus status,
            int run,
            long sequence,
            @Nullable String traceparent,
            boolean isForgotten) {}

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

    private static final List<String> CONTENTS = List.of("workflow_step", "workflow_event", "workflow_history");

    private WorkflowTable() {}

    /// Locks the instance until the transaction ends. Where a parent and its child are both locked, the parent is
    /// first.
    static Optional<Stored> lock(Connection connection, WorkflowKey key) throws SQLException {
        return RoundTrip.alone(connection, trip -> lock(trip, key));
    }

    /// The same, with other statements.
    static RoundTrip.Answer<Optional<Stored>> lock(RoundTrip trip, WorkflowKey key) {
        return trip.first(
                "select type, version, subject, input, parent_id, status, run, sequence, traceparent,"
                        + " forgotten from workflow"
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

    /// Some of the tenant's that have not ended: first those that are nobody's children, with which these end.
    static List<WorkflowKey> open(Connection connection, TenantId tenant, int limit) throws SQLException {
        return Sql.query(
                connection,
                "select id from workflow where tenant = ? and ended_at is null"
                        + " order by parent_id is not null, id limit ?",
                row -> new WorkflowKey(tenant, row.getString("id")),
                tenant.value(),
                limit);
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

    /// Marks the instance as one that is forgotten, if it ended before a time and nobody else holds it.
    ///
    /// @return whether the object store may have results of it; empty if it was not marked
    static Optional<Boolean> markForgotten(Connection connection, WorkflowKey key, Instant before) throws SQLException {
        return Sql.first(
                connection,
                "with ended as (select tenant, id from workflow where tenant = ? and id = ? and ended_at < ?"
                        + " and status in ('complete', 'failed', 'cancelled') for update skip locked)"
                        + " update workflow w set forgotten = true from ended"
                        + " where w.tenant = ended.tenant and w.id = ended.id and w.tenant = ? and w.id = ?"
                        + " returning w.has_objects",
                row -> row.getBoolean(1),
                key.tenant().value(),
                key.id(),
                before,
                key.tenant().value(),
                key.id());
    }

    /// Forgets of instances of the tenant that have ended what went into them and what they did. Nobody restarts them.
    ///
    /// @param behind the id behind which it looks for some
    /// @return ids of those that there were, in order, at most `most`
    static List<String> empty(Connection connection, TenantId tenant, String behind, int most) throws SQLException {
        List<String> ids = Sql.query(
                connection,
                "with emptied as (update workflow set forgotten = true, input = '', result = null,"
                        + " result_object = null, error = null where tenant = ? and id in (select id from workflow where tenant = ? and id > ?"
                        + " and ended_at is not null and input <> '' order by id limit ? for update skip locked)"
                        + " returning id) select id from emptied order by id",
                row -> row.getString(1),
                tenant.value(),
                tenant.value(),
                behind,
                most);
        for (String table : CONTENTS) {
            Sql.update(
                    connection,
                    "delete from " + table + " where tenant = ? and workflow_id = any(?)",
                    tenant.value(),
                    connection.createArrayOf("text", ids.toArray()));
        }
        return ids;
    }

    /// With all that belongs to it.
    static void delete(Connection connection, WorkflowKey key) throws SQLException {
        for (String table : CONTENTS) {
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
        return new Select(VIEW, tenant.value())
                .and("subject = ?", filter.subject())
                .and(
                        "status collate \"C\" = ?",
                        filter.status() == null ? null : filter.status().label())
                .and("type = ?", filter.type())
                .and("created_at >= ?", filter.since())
                .and("created_at < ?", filter.until())
                .newestFirst("created_at", after, Function.identity(), limit)
                .list(connection, WorkflowTable::view);
    }

    static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("type"),
                row.getInt("version"),
                row.getString("subject"),
                row.getString("input"),
                row.getString("parent_id"),
                status(row),
                row.getInt("run"),
                row.getLong("sequence"),
                row.getString("traceparent"),
                row.getBoolean("forgotten"));
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
