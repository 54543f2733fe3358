package dev.atrium.jobs.workflow;

import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The table `workflow_event`. Every method works in the connection's transaction, which sees one tenant.
final class EventTable {

    private EventTable() {}

    /// @return false if the instance has an event of this name
    static boolean insert(Connection connection, WorkflowKey key, String name, SentEvent event, Instant now)
            throws SQLException {
        return Sql.changes(
                connection,
                "insert into workflow_event (tenant, workflow_id, name, event_key, payload, sender, received_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (tenant, workflow_id, name) do nothing",
                key.tenant().value(),
                key.id(),
                name,
                event.idempotencyKey(),
                event.payload(),
                event.sender(),
                now);
    }

    static Optional<SentEvent> find(Connection connection, WorkflowKey key, String name) throws SQLException {
        return Sql.first(
                connection,
                "select payload, sender, event_key from workflow_event"
                        + " where tenant = ? and workflow_id = ? and name = ?",
                EventTable::event,
                key.tenant().value(),
                key.id(),
                name);
    }

    static long count(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.first(
                        connection,
                        "select count(*) from workflow_event where tenant = ? and workflow_id = ?",
                        row -> row.getLong(1),
                        key.tenant().value(),
                        key.id())
                .orElseThrow();
    }

    /// Forgets what the steps at and behind a position were told.
    static void forgetFrom(Connection connection, WorkflowKey key, int position) throws SQLException {
        Sql.update(
                connection,
                "delete from workflow_event e using workflow_step s where e.tenant = ? and e.workflow_id = ?"
                        + " and s.tenant = e.tenant and s.workflow_id = e.workflow_id and s.name = e.name"
                        + " and s.kind = 'event' and s.position >= ?",
                key.tenant().value(),
                key.id(),
                position);
    }

    private static SentEvent event(ResultSet row) throws SQLException {
        return new SentEvent(row.getString("payload"), row.getString("sender"), row.getString("event_key"));
    }
}
