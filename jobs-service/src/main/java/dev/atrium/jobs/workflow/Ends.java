package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Together;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Ends instances. Those of nobody's children whose owners are not notified go together; others hold more than their
/// own row, and have a transaction of their own.
@ApplicationScoped
class Ends {

    private final DataSource dataSource;
    private final Journal journal;
    private final Control control;
    private final InstantSource clock;
    private final Together<Ending, Boolean> together = new Together<>(this::end);

    Ends(DataSource dataSource, Journal journal, Control control, InstantSource clock) {
        this.dataSource = dataSource;
        this.journal = journal;
        this.control = control;
        this.clock = clock;
    }

    /// How a run ends its instance.
    ///
    /// @param traceparent of the run's trace; null: it has none
    record Ending(
            StepStore.RunId run, Runs.End end, @Nullable String traceparent) {

        private Journal.Change change(HistoryTable.Written written) {
            return new Journal.Change(
                    run.key(), run.type(), new HistoryTable.Transition(end.status(), null, null), written, traceparent);
        }
    }

    /// @param parentId whose child the instance is; null: nobody's
    /// @return false if the run no longer counts
    boolean end(StepStore.RunId run, @Nullable String parentId, Runs.End end) throws SQLException {
        boolean simple =
                parentId == null && end.result().isSmall() && !journal.isTold(run.key(), run.type(), end.status());
        // One that somebody holds, or that no longer counts, is looked at by itself.
        return (simple && together.call(new Ending(run, end, TraceContext.current()))) || alone(run, parentId, end);
    }

    private List<Boolean> end(List<Ending> endings) throws SQLException {
        Set<StepStore.RunId> ended = TenantConnections.inTransaction(dataSource, connection -> {
            List<StepStore.RunId> ofAll = new ArrayList<>();
            for (Map.Entry<TenantId, List<Ending>> some : endings.stream()
                    .collect(Collectors.groupingBy(ending -> ending.run().key().tenant()))
                    .entrySet()) {
                ofAll.addAll(end(connection, some.getKey(), some.getValue()));
            }
            return Set.copyOf(ofAll);
        });
        return endings.stream().map(ending -> ended.contains(ending.run())).toList();
    }

    private List<StepStore.RunId> end(Connection connection, TenantId tenant, List<Ending> endings)
            throws SQLException {
        RoundTrip trip = new RoundTrip(connection);
        trip.enter(tenant);
        RoundTrip.Answer<List<RunTable.Ended>> answer =
                RunTable.endAll(trip, connection, tenant, endings, clock.instant());
        trip.send();
        Map<String, RunTable.Ended> byId =
                answer.get().stream().collect(Collectors.toMap(RunTable.Ended::workflow, Function.identity()));
        List<StepStore.RunId> ended = new ArrayList<>();
        List<Journal.Change> changes = new ArrayList<>();
        for (Ending ending : endings) {
            RunTable.Ended its = byId.get(ending.run().key().id());
            if (its != null && its.run() == ending.run().number()) {
                ended.add(ending.run());
                changes.add(ending.change(its.written()));
            }
        }
        journal.tell(connection, changes);
        Lane.removeAll(
                connection,
                WorkflowEngine.LANE,
                ended.stream().map(run -> run.key().toString()).toList());
        return ended;
    }

    private boolean alone(StepStore.RunId run, @Nullable String parentId, Runs.End end) throws SQLException {
        try {
            return TenantConnections.inTenant(
                    dataSource, run.key().tenant(), connection -> end(connection, run, parentId, end));
        } catch (Halt _) {
            return false;
        }
    }

    /// @throws Halt if the run no longer counts: the transaction is undone
    private boolean end(Connection connection, StepStore.RunId run, @Nullable String parentId, Runs.End end)
            throws SQLException {
        WorkflowKey parent = parentId == null ? null : new WorkflowKey(run.key().tenant(), parentId);
        if (parent != null) {
            WorkflowTable.lock(connection, parent);
        }
        RoundTrip trip = new RoundTrip(connection);
        RoundTrip.Answer<Boolean> counts = RunTable.end(trip, run.key(), run.number(), end, clock.instant());
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
}
