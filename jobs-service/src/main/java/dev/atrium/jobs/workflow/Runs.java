package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Together;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// How runs of instances begin and end. Each method is a transaction that holds the instance and also decides when it
/// runs next, so that no event, command or child's end can fall between the two. Runs that begin, or end, at the same
/// time do so in one.
@ApplicationScoped
class Runs {

    private static final Logger LOG = Logger.getLogger(Runs.class);
    private static final Duration PAUSE_OF_UNKNOWN_TYPES = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final WorkflowTypes types;
    private final Journal journal;
    private final Ends ends;
    private final InstantSource clock;
    private final Together<WorkflowKey, Found> together = new Together<>(keys -> begin(keys, false));

    Runs(DataSource dataSource, WorkflowTypes types, Journal journal, Ends ends, InstantSource clock) {
        this.dataSource = dataSource;
        this.types = types;
        this.journal = journal;
        this.ends = ends;
        this.clock = clock;
    }

    /// A run that has begun.
    ///
    /// @param instance as it was before
    record Run(StepStore.RunId id, WorkflowTable.Stored instance, Workflow<?> workflow, List<StepTable.Stored> steps) {

        /// Whether it is the first since the instance was added, waited or was paused. Otherwise it goes
        /// on from one that was to come again, or has not ended.
        boolean isTransition() {
            return instance.status() != WorkflowStatus.RUNNING;
        }

        private Journal.Change change() {
            return new Journal.Change(
                    id.key(),
                    id.type(),
                    new HistoryTable.Transition(WorkflowStatus.RUNNING, null, null),
                    new HistoryTable.Written(instance.sequence() + 1, instance.subject()),
                    instance.traceparent());
        }

        private Run with(List<StepTable.Stored> before) {
            return new Run(id, instance, workflow, before);
        }
    }

    /// How an instance ended.
    ///
    record End(
            WorkflowStatus status,
            StoredResult result,
            @Nullable String error) {}

    /// What was found of an instance that is to run.
    private sealed interface Found {

        /// Somebody else holds it.
        record Elsewhere() implements Found {}

        record NothingToRun() implements Found {}

        record Begun(Run run) implements Found {}
    }

    /// @return empty if there is nothing to run
    Optional<Run> begin(WorkflowKey key) throws SQLException {
        Found found = together.call(key);
        if (found instanceof Found.Elsewhere) {
            found = begin(List.of(key), true).getFirst();
        }
        return found instanceof Found.Begun begun ? Optional.of(begun.run()) : Optional.empty();
    }

    /// @param waits whether to wait for who holds them: nobody waits who holds others
    private List<Found> begin(List<WorkflowKey> keys, boolean waits) throws SQLException {
        Map<WorkflowKey, Found> found = TenantConnections.inTransaction(dataSource, connection -> {
            Map<WorkflowKey, Found> ofAll = new HashMap<>();
            for (Map.Entry<TenantId, List<WorkflowKey>> some : keys.stream()
                    .collect(Collectors.groupingBy(WorkflowKey::tenant))
                    .entrySet()) {
                ofAll.putAll(begin(connection, some.getKey(), some.getValue(), waits));
            }
            return ofAll;
        });
        // An execution that this node has taken over from itself is there twice: the second one replaces the first.
        return keys.stream()
                .map(key -> Objects.requireNonNullElse(found.remove(key), new Found.Elsewhere()))
                .toList();
    }

    private Map<WorkflowKey, Found> begin(Connection connection, TenantId tenant, List<WorkflowKey> keys, boolean waits)
            throws SQLException {
        RoundTrip trip = new RoundTrip(connection);
        trip.enter(tenant);
        RoundTrip.Answer<List<RunTable.Held>> held = RunTable.lockAll(trip, connection, tenant, keys, waits);
        trip.send();
        Map<WorkflowKey, Found> found = new HashMap<>();
        List<Run> ready = new ArrayList<>();
        for (RunTable.Held one : held.get()) {
            found.put(one.key(), new Found.NothingToRun());
            ready(connection, one.key(), one.instance()).ifPresent(ready::add);
        }
        for (Run run : begun(connection, tenant, ready)) {
            found.put(run.id().key(), new Found.Begun(run));
        }
        for (WorkflowKey key : waits ? keys : List.<WorkflowKey>of()) {
            if (!found.containsKey(key)) {
                Lane.remove(connection, WorkflowEngine.LANE, key.toString());
            }
        }
        return found;
    }

    /// The run that is to begin, without its steps; otherwise decides what becomes of the instance.
    private Optional<Run> ready(Connection connection, WorkflowKey key, WorkflowTable.Stored instance)
            throws SQLException {
        if (instance.status().isFinal() || instance.status() == WorkflowStatus.PAUSED) {
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
        StepStore.RunId id = new StepStore.RunId(key, instance.type(), instance.run() + 1);
        return Optional.of(new Run(id, instance, workflow, List.of()));
    }

    /// Begins the runs.
    ///
    /// @return the same, with the steps of their instances
    private List<Run> begun(Connection connection, TenantId tenant, List<Run> ready) throws SQLException {
        if (ready.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        List<Journal.Change> changes =
                ready.stream().filter(Run::isTransition).map(Run::change).toList();
        RoundTrip trip = new RoundTrip(connection);
        RunTable.begin(
                trip,
                connection,
                tenant,
                ready.stream().map(run -> run.id().key()).toList(),
                now);
        HistoryTable.addAll(trip, connection, tenant, changes, now);
        RoundTrip.Answer<Map<String, List<StepTable.Stored>>> steps = StepTable.all(
                trip,
                connection,
                tenant,
                ready.stream()
                        .filter(run -> run.instance().run() > 0)
                        .map(run -> run.id().key().id())
                        .toList());
        trip.send();
        journal.tell(connection, changes);
        return ready.stream()
                .map(run -> run.with(steps.get().getOrDefault(run.id().key().id(), List.of())))
                .toList();
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

    /// As [Ends#end].
    boolean end(StepStore.RunId run, @Nullable String parentId, End end) throws SQLException {
        return ends.end(run, parentId, end);
    }

    private static void schedule(Connection connection, WorkflowKey key, Instant at) throws SQLException {
        Turns.sleep(connection, WorkflowEngine.LANE, Map.of(key.toString(), at), Turns.Urgency.HIGH);
    }
}
