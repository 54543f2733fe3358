package dev.atrium.jobs.workflow;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.outbox.JdbcOutbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Tells the other services of each transition of an instance, numbered without gaps, in the transition's transaction.
@ApplicationScoped
class Journal {

    private final JdbcOutbox outbox;

    Journal(JdbcOutbox outbox) {
        this.outbox = outbox;
    }

    void instanceBecame(Connection connection, WorkflowKey key, String type, WorkflowStatus status)
            throws SQLException {
        write(connection, key, type, status, null);
    }

    void stepEnded(Connection connection, WorkflowKey key, String type, String step) throws SQLException {
        write(connection, key, type, WorkflowStatus.RUNNING, step);
    }

    private void write(
            Connection connection, WorkflowKey key, String type, WorkflowStatus status, @Nullable String step)
            throws SQLException {
        long sequence = WorkflowTable.nextSequence(connection, key);
        outbox.add(connection, new Event.WorkflowChanged(key.tenant(), key.id(), type, sequence, status.label(), step));
    }
}
