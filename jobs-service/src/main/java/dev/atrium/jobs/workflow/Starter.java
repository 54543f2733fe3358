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
        int version = types.newest(start.type())
                .orElseThrow(() -> new IllegalArgumentException("no workflow of type " + start.type()))
                .version();
        String input = Json.write(start.input());
        Instant now = clock.instant();
        if (WorkflowTable.insert(connection, start, version, parent, input, now)) {
            journal.instanceBecame(connection, start.key(), start.type(), WorkflowStatus.QUEUED);
            Lane.schedule(connection, WorkflowEngine.LANE, start.key().toString(), now);
            metrics.started(start.type());
            return new Started.New(found(connection, start.key()));
        }
        return WorkflowTable.hasInput(connection, start, input)
                ? new Started.Before(found(connection, start.key()))
                : new Started.Conflict();
    }

    private static WorkflowView found(Connection connection, WorkflowKey key) throws SQLException {
        return WorkflowTable.find(connection, key).orElseThrow();
    }
}
