package dev.atrium.jobs.workflow;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.outbox.JdbcOutbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/// Writes each transition of an instance down and tells the other services of it, numbered without gaps, in the
/// transition's transaction.
@ApplicationScoped
class Journal {

    private final JdbcOutbox outbox;
    private final InstantSource clock;

    Journal(JdbcOutbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    void instanceBecame(Connection connection, WorkflowKey key, String type, WorkflowStatus status)
            throws SQLException {
        write(connection, key, type, new HistoryTable.Transition(status, null, null));
    }

    /// @param actor who asked for it
    void instanceBecame(Connection connection, WorkflowKey key, String type, WorkflowStatus status, String actor)
            throws SQLException {
        write(connection, key, type, new HistoryTable.Transition(status, null, actor));
    }

    void stepEnded(Connection connection, WorkflowKey key, String type, String step) throws SQLException {
        write(connection, key, type, new HistoryTable.Transition(WorkflowStatus.RUNNING, step, null));
    }

    private void write(Connection connection, WorkflowKey key, String type, HistoryTable.Transition transition)
            throws SQLException {
        long sequence = HistoryTable.add(connection, key, transition, clock.instant());
        String status = transition.status().label();
        outbox.add(
                connection,
                new Event.WorkflowChanged(key.tenant(), key.id(), type, sequence, status, transition.step()));
    }
}
