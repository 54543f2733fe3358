package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Turns;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Together;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Has instances begin to sleep: those that do so at the same time in one transaction, which waits for none that
/// somebody else holds.
@ApplicationScoped
class Sleeps {

    private final DataSource dataSource;
    private final Journal journal;
    private final InstantSource clock;
    private final Together<Sleep, Boolean> together = new Together<>(this::beginAll);

    Sleeps(DataSource dataSource, Journal journal, InstantSource clock) {
        this.dataSource = dataSource;
        this.journal = journal;
        this.clock = clock;
    }

    /// @param traceparent of the run's trace; null: it has none
    record Sleep(
            StepStore.RunId run,
            Course.Visit visit,
            Instant until,
            @Nullable String traceparent) {

        private Journal.Change change(WorkflowTable.Stored before) {
            return new Journal.Change(
                    run.key(),
                    run.type(),
                    new HistoryTable.Transition(WorkflowStatus.WAITING, null, null),
                    new HistoryTable.Written(before.sequence() + 1, before.subject()),
                    traceparent);
        }
    }

    /// Adds the step, which no run has come to before; the instance waits from then on.
    ///
    /// @return false if it does not, for whatever reason: then nothing was changed
    boolean begin(StepStore.RunId run, Course.Visit visit, Instant until) throws SQLException {
        return together.call(new Sleep(run, visit, until, TraceContext.current()));
    }

    private List<Boolean> beginAll(List<Sleep> all) throws SQLException {
        Set<Sleep> asleep = TenantConnections.inTransaction(dataSource, connection -> {
            Set<Sleep> begun = new HashSet<>();
            for (Map.Entry<TenantId, List<Sleep>> some : all.stream()
                    .collect(Collectors.groupingBy(sleep -> sleep.run().key().tenant()))
                    .entrySet()) {
                begun.addAll(begin(connection, some.getKey(), some.getValue()));
            }
            return begun;
        });
        return all.stream().map(asleep::contains).toList();
    }

    private List<Sleep> begin(Connection connection, TenantId tenant, List<Sleep> some) throws SQLException {
        Map<String, WorkflowTable.Stored> held = RunTable.heldNow(
                connection,
                tenant,
                some.stream().map(sleep -> sleep.run().key()).toList());
        List<Sleep> sleeping = some.stream()
                .filter(sleep -> mayWait(held.get(sleep.run().key().id()), sleep.run()))
                .toList();
        if (sleeping.isEmpty()) {
            return sleeping;
        }
        Instant now = clock.instant();
        List<Journal.Change> changes = sleeping.stream()
                .map(sleep -> sleep.change(
                        Objects.requireNonNull(held.get(sleep.run().key().id()))))
                .toList();
        RoundTrip trip = new RoundTrip(connection);
        SharedStepTable.open(trip, connection, tenant, sleeping, now);
        RunTable.await(trip, connection, tenant, sleeping);
        HistoryTable.addAll(trip, connection, tenant, changes, now);
        trip.send();
        journal.tell(connection, changes);
        Turns.sleep(
                connection,
                WorkflowEngine.LANE,
                sleeping.stream()
                        .collect(Collectors.toMap(sleep -> sleep.run().key().toString(), Sleep::until)),
                Turns.Urgency.HIGH);
        return sleeping;
    }

    private static boolean mayWait(WorkflowTable.@Nullable Stored instance, StepStore.RunId run) {
        return instance != null && instance.run() == run.number() && instance.status() == WorkflowStatus.RUNNING;
    }
}
