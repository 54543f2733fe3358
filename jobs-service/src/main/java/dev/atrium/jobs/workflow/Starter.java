package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Brings instances into being.
@ApplicationScoped
class Starter {

    private final WorkflowTypes types;
    private final Journal journal;
    private final WorkflowMetrics metrics;
    private final InstantSource clock;

    Starter(WorkflowTypes types, Journal journal, WorkflowMetrics metrics, InstantSource clock) {
        this.types = types;
        this.journal = journal;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// As [Workflows#start].
    ///
    /// @param parent null if nobody waits for the instance
    Started start(Connection connection, Start start, WorkflowTable.@Nullable Parent parent) throws SQLException {
        Workflow<?> workflow = types.newest(start.type())
                .orElseThrow(() -> new IllegalArgumentException("no workflow of type " + start.type()));
        String input = Json.write(start.input());
        Instant now = clock.instant();
        boolean mayBegin = mayBegin(connection, start, workflow.mostOpen());
        if (mayBegin && WorkflowTable.insert(connection, start, workflow.version(), parent, input, now)) {
            journal.instanceBecame(connection, start.key(), start.type(), WorkflowStatus.QUEUED);
            Lane.schedule(connection, WorkflowEngine.LANE, start.key().toString(), now);
            metrics.started(start.type());
            return new Started.New(found(connection, start.key()));
        }
        if (WorkflowTable.hasInput(connection, start, input)) {
            return new Started.Before(found(connection, start.key()));
        }
        return mayBegin || WorkflowTable.find(connection, start.key()).isPresent()
                ? new Started.Conflict()
                : new Started.Full(workflow.mostOpen());
    }

    /// Whether one more instance of its type may be open.
    static boolean mayBegin(Connection connection, Start start, int most) throws SQLException {
        return most == Integer.MAX_VALUE || WorkflowTable.lockOpen(connection, start, most) < most;
    }

    private static WorkflowView found(Connection connection, WorkflowKey key) throws SQLException {
        return WorkflowTable.find(connection, key).orElseThrow();
    }
}
