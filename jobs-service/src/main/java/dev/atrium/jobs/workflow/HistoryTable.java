package dev.atrium.jobs.workflow;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `workflow_history`. Every method works in the connection's transaction, which sees one
/// tenant.
final class HistoryTable {

    /// @param step the step that ended; null if the instance changed its status
    /// @param actor who asked for it; null if nobody did
    record Transition(
            WorkflowStatus status,
            @Nullable String step,
            @Nullable String actor) {}

    /// A transition that was written down.
    ///
    /// @param sequence its number: 1, 2, … within the instance
    /// @param owner subject on whose behalf the instance runs
    record Written(long sequence, String owner) {}

    private HistoryTable() {}

    /// Locks the instance until the transaction ends. Gives nothing if there is none.
    static RoundTrip.Answer<Optional<Written>> add(
            RoundTrip trip, WorkflowKey key, Transition transition, Instant now) {
        return trip.first(
                "with moved as (update workflow set sequence = sequence + 1 where tenant = ? and id = ?"
                        + " returning tenant, id, sequence, subject), written as ("
                        + " insert into workflow_history (tenant, workflow_id, sequence, status, step, actor, at)"
                        + " select tenant, id, sequence, ?, ?, ?, ? from moved)"
                        + " select sequence, subject from moved",
                HistoryTable::written,
                key.tenant().value(),
                key.id(),
                transition.status().label(),
                transition.step(),
                transition.actor(),
                now);
    }

    /// Writes down what has become of instances, or of their steps, whose rows have the numbers already.
    static void addAll(
            RoundTrip trip, Connection connection, TenantId tenant, List<Journal.Change> changes, Instant now)
            throws SQLException {
        Columns<Journal.Change> columns = new Columns<>(connection, changes);
        trip.update(
                "insert into workflow_history (tenant, workflow_id, sequence, status, step, at)"
                        + " select ?, x.id, x.sequence, x.status, x.step, ?"
                        + " from unnest(?::text[], ?::int8[], ?::text[], ?::text[]) as x(id, sequence, status, step)",
                tenant.value(),
                now,
                columns.of("text", change -> change.key().id()),
                columns.of("int8", change -> change.written().sequence()),
                columns.of("text", change -> change.transition().status().label()),
                columns.of("text", change -> change.transition().step()));
    }

    /// Reads `sequence` and `subject` of an instance.
    static Written written(ResultSet row) throws SQLException {
        return new Written(row.getLong("sequence"), row.getString("subject"));
    }

    /// In order.
    ///
    /// @param after the sequence number behind which to begin
    /// @param limit how many rows at most
    static List<HistoryEntry> list(Connection connection, WorkflowKey key, long after, int limit) throws SQLException {
        return Sql.query(
                connection,
                "select sequence, status, step, actor, at from workflow_history"
                        + " where tenant = ? and workflow_id = ? and sequence > ? order by sequence limit ?",
                HistoryTable::entry,
                key.tenant().value(),
                key.id(),
                after,
                limit);
    }

    private static HistoryEntry entry(ResultSet row) throws SQLException {
        return new HistoryEntry(
                row.getLong("sequence"),
                Sql.requiredInstant(row, "at"),
                WorkflowStatus.labelled(row.getString("status")).orElseThrow(),
                row.getString("step"),
                row.getString("actor"));
    }
}
