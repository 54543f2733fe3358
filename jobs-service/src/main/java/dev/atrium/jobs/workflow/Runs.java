package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// How runs of instances begin and end. Each method is a transaction that holds the instance and also decides when it
/// runs next, so that no event, command or child's end can fall between the two.
@ApplicationScoped
class Runs {

    private static final Logger LOG = Logger.getLogger(Runs.class);
    private static final Duration PAUSE_OF_UNKNOWN_TYPES = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final WorkflowTypes types;
    private final Journal journal;
    private final Control control;
    private final InstantSource clock;

    Runs(DataSource dataSource, WorkflowTypes types, Journal journal, Control control, InstantSource clock) {
        this.dataSource = dataSource;
        this.types = types;
        this.journal = journal;
        this.control = control;
        this.clock = clock;
    }

    /// A run that has begun.
    record Run(StepStore.RunId id, WorkflowTable.Stored instance, Workflow<?> workflow, List<StepTable.Stored> steps) {}

    /// How an instance ended.
    ///
    record End(
            WorkflowStatus status,
            StoredResult result,
            @Nullable String error) {}

    /// @return empty if there is nothing to run
    Optional<Run> begin(WorkflowKey key) throws SQLException {
        return TenantConnections.inTransaction(dataSource, connection -> {
            RoundTrip trip = new RoundTrip(connection);
            trip.enter(key.tenant());
            RoundTrip.Answer<Optional<WorkflowTable.Stored>> instance = WorkflowTable.lock(trip, key);
            trip.send();
            return begin(connection, key, instance.get().orElse(null));
        });
    }

    private Optional<Run> begin(Connection connection, WorkflowKey key, WorkflowTable.@Nullable Stored instance)
            throws SQLException {
        if (instance == null || instance.status().isFinal() || instance.status() == WorkflowStatus.PAUSED) {
            Lane.remove(connection, WorkflowEngine.LANE, key.toString());
            return Optional.empty();
        }
        if (instance.status() == WorkflowStatus.PAUSING) {
            pause(connection, key, instance);
            return Optional.empty();
        }
        Workflow<?> workflow = types.find(instance.type(), instance.version()).orElse(null);
        if (workflow == null) {
            LOG.warnf(
                    "object=%s is of the type %s, version %d, which this node does not know; looking again in %s",
                    key, instance.type(), instance.version(), PAUSE_OF_UNKNOWN_TYPES);
            schedule(connection, key, clock.instant().plus(PAUSE_OF_UNKNOWN_TYPES));
            return Optional.empty();
        }
        RoundTrip trip = new RoundTrip(connection);
        WorkflowTable.begin(trip, key, clock.instant());
        if (instance.status() == WorkflowStatus.RUNNING) {
            trip.send();
        } else {
            RoundTrip.Answer<Optional<HistoryTable.Written>> written =
                    journal.instanceBecame(trip, key, WorkflowStatus.RUNNING);
            trip.send();
            journal.tellInstanceBecame(
                    connection,
                    key,
                    instance.type(),
                    WorkflowStatus.RUNNING,
                    written.get().orElseThrow());
        }
        StepStore.RunId id = new StepStore.RunId(key, instance.type(), instance.run() + 1);
        List<StepTable.Stored> steps = instance.run() == 0 ? List.of() : StepTable.all(connection, key);
        return Optional.of(new Run(id, instance, workflow, steps));
    }

    /// The run can do nothing more before the given time.
    void suspend(StepStore.RunId run, Instant until) throws SQLException {
        TenantConnections.inTenant(dataSource, run.key().tenant(), connection -> suspend(connection, run, until));
    }

    private boolean suspend(Connection connection, StepStore.RunId run, Instant until) throws SQLException {
        WorkflowKey key = run.key();
        WorkflowTable.Stored instance = WorkflowTable.lock(connection, key).orElse(null);
        if (instance == null || instance.run() != run.number()) {
            return false;
        }
        if (instance.status() == WorkflowStatus.PAUSING) {
            pause(connection, key, instance);
        } else if (instance.status() == WorkflowStatus.RUNNING) {
            Instant now = clock.instant();
            switch (StepTable.waiting(connection, key)) {
                case NO -> schedule(connection, key, until);
                case OVER -> schedule(connection, key, now);
                case YES -> {
                    WorkflowTable.become(connection, key, WorkflowStatus.WAITING, now);
                    journal.instanceBecame(connection, key, instance.type(), WorkflowStatus.WAITING);
                    schedule(connection, key, until);
                }
            }
        }
        return true;
    }

    private void pause(Connection connection, WorkflowKey key, WorkflowTable.Stored instance) throws SQLException {
        WorkflowTable.become(connection, key, WorkflowStatus.PAUSED, clock.instant());
        journal.instanceBecame(connection, key, instance.type(), WorkflowStatus.PAUSED);
        Lane.remove(connection, WorkflowEngine.LANE, key.toString());
    }

    /// @param parentId whose child the instance is; null: nobody's
    /// @return false if the run no longer counts
    boolean end(StepStore.RunId run, @Nullable String parentId, End end) throws SQLException {
        try {
            return TenantConnections.inTenant(
                    dataSource, run.key().tenant(), connection -> end(connection, run, parentId, end));
        } catch (Halt _) {
            return false;
        }
    }

    /// @throws Halt if the run no longer counts: the transaction is undone
    private boolean end(Connection connection, StepStore.RunId run, @Nullable String parentId, End end)
            throws SQLException {
        WorkflowKey parent = parentId == null ? null : new WorkflowKey(run.key().tenant(), parentId);
        if (parent != null) {
            WorkflowTable.lock(connection, parent);
        }
        RoundTrip trip = new RoundTrip(connection);
        RoundTrip.Answer<Boolean> counts = WorkflowTable.end(trip, run.key(), run.number(), end, clock.instant());
        RoundTrip.Answer<Optional<HistoryTable.Written>> written =
                journal.instanceBecame(trip, run.key(), end.status());
        trip.send();
        if (!counts.get()) {
            throw Halt.replaced();
        }
        journal.tellInstanceBecame(
                connection, run.key(), run.type(), end.status(), written.get().orElseThrow());
        Lane.remove(connection, WorkflowEngine.LANE, run.key().toString());
        if (parent != null) {
            control.childEnded(connection, parent);
        }
        return true;
    }

    private static void schedule(Connection connection, WorkflowKey key, Instant at) throws SQLException {
        Lane.schedule(connection, WorkflowEngine.LANE, key.toString(), at);
    }
}
