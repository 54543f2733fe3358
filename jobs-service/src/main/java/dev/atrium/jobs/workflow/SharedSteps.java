package dev.atrium.jobs.workflow;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Begins and completes steps. Those of all instances that do so at the same time share a transaction,
/// which waits for no instance that somebody else holds: such a step is left to who asked for it
/// ([StepStore]).
@ApplicationScoped
class SharedSteps {

    private final DataSource dataSource;
    private final Journal journal;
    private final InstantSource clock;
    private final Sleeps sleeps;
    private final Together<Beginning, Optional<Integer>> beginnings = new Together<>(this::beginAll);
    private final Together<Completion, Boolean> completions = new Together<>(this::completeAll);

    SharedSteps(DataSource dataSource, Journal journal, InstantSource clock, Sleeps sleeps) {
        this.dataSource = dataSource;
        this.journal = journal;
        this.clock = clock;
        this.sleeps = sleeps;
    }

    record Beginning(StepStore.RunId run, Course.Visit visit) {

        SharedStepTable.Place place() {
            return new SharedStepTable.Place(run.key().id(), visit.name());
        }
    }

    /// @param traceparent of the run's trace; null: it has none
    record Completion(
            StepStore.RunId run,
            String step,
            int attempt,
            StoredResult result,
            @Nullable String traceparent) {

        private SharedStepTable.Place place() {
            return new SharedStepTable.Place(run.key().id(), step);
        }

        private Journal.Change change(long sequence, String owner) {
            return new Journal.Change(
                    run.key(),
                    run.type(),
                    new HistoryTable.Transition(WorkflowStatus.RUNNING, step, null),
                    new HistoryTable.Written(sequence, owner),
                    traceparent);
        }
    }

    /// @return the number of the attempt that has begun; empty if it has not, for whatever reason
    Optional<Integer> begin(StepStore.RunId run, Course.Visit visit) throws SQLException {
        return beginnings.call(new Beginning(run, visit));
    }

    /// @return false if it was not completed, for whatever reason
    boolean complete(StepStore.RunId run, String step, int attempt, StoredResult result) throws SQLException {
        return result.isSmall() && completions.call(new Completion(run, step, attempt, result, TraceContext.current()));
    }

    /// As [Sleeps#begin].
    boolean sleep(StepStore.RunId run, Course.Visit visit, Instant until) throws SQLException {
        return sleeps.begin(run, visit, until);
    }

    private List<Optional<Integer>> beginAll(List<Beginning> all) throws SQLException {
        Map<Beginning, Integer> attempts = TenantConnections.inTransaction(dataSource, connection -> {
            Map<Beginning, Integer> begun = new HashMap<>();
            for (Map.Entry<TenantId, List<Beginning>> some : all.stream()
                    .collect(Collectors.groupingBy(
                            beginning -> beginning.run().key().tenant()))
                    .entrySet()) {
                begun.putAll(begin(connection, some.getKey(), some.getValue(), clock.instant()));
            }
            return begun;
        });
        return all.stream()
                .map(beginning -> Optional.ofNullable(attempts.get(beginning)))
                .toList();
    }

    private static Map<Beginning, Integer> begin(
            Connection connection, TenantId tenant, List<Beginning> some, Instant now) throws SQLException {
        RoundTrip trip = new RoundTrip(connection);
        trip.enter(tenant);
        RoundTrip.Answer<List<Map.Entry<SharedStepTable.Place, Integer>>> attempts =
                SharedStepTable.beginAll(trip, connection, tenant, some, now);
        trip.send();
        // Of two runs of one instance the later one counts.
        Map<SharedStepTable.Place, Beginning> wanted = some.stream()
                .collect(Collectors.toMap(
                        Beginning::place,
                        Function.identity(),
                        BinaryOperator.maxBy(
                                Comparator.comparingInt(one -> one.run().number()))));
        return attempts.get().stream()
                .collect(Collectors.toMap(
                        attempt -> Objects.requireNonNull(wanted.get(attempt.getKey())), Map.Entry::getValue));
    }

    private List<Boolean> completeAll(List<Completion> all) throws SQLException {
        Set<Completion> stored = TenantConnections.inTransaction(dataSource, connection -> {
            Set<Completion> complete = new HashSet<>();
            for (Map.Entry<TenantId, List<Completion>> some : all.stream()
                    .collect(Collectors.groupingBy(
                            completion -> completion.run().key().tenant()))
                    .entrySet()) {
                complete.addAll(complete(connection, some.getKey(), some.getValue()));
            }
            return complete;
        });
        return all.stream().map(stored::contains).toList();
    }

    private List<Completion> complete(Connection connection, TenantId tenant, List<Completion> some)
            throws SQLException {
        Map<String, WorkflowTable.Stored> held = RunTable.heldNow(
                connection,
                tenant,
                some.stream().map(completion -> completion.run().key()).toList());
        List<Completion> counting = some.stream()
                .filter(completion -> isCurrent(held.get(completion.run().key().id()), completion.run()))
                .toList();
        if (counting.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        RoundTrip steps = new RoundTrip(connection);
        RoundTrip.Answer<List<SharedStepTable.Place>> answer =
                SharedStepTable.completeAll(steps, connection, tenant, counting, now);
        steps.send();
        Set<SharedStepTable.Place> places = Set.copyOf(answer.get());
        List<Completion> complete = counting.stream()
                .filter(completion -> places.contains(completion.place()))
                .toList();
        writeDown(connection, tenant, complete, held, now);
        return complete;
    }

    private static boolean isCurrent(WorkflowTable.@Nullable Stored instance, StepStore.RunId run) {
        return instance != null
                && instance.run() == run.number()
                && (instance.status() == WorkflowStatus.RUNNING || instance.status() == WorkflowStatus.PAUSING);
    }

    private void writeDown(
            Connection connection,
            TenantId tenant,
            List<Completion> complete,
            Map<String, WorkflowTable.Stored> held,
            Instant now)
            throws SQLException {
        Map<String, Long> sequences = new HashMap<>();
        List<Journal.Change> changes = new ArrayList<>();
        for (Completion completion : complete) {
            String id = completion.run().key().id();
            WorkflowTable.Stored instance = Objects.requireNonNull(held.get(id));
            long sequence = sequences.merge(id, instance.sequence() + 1, (last, _) -> last + 1);
            changes.add(completion.change(sequence, instance.subject()));
        }
        RoundTrip trip = new RoundTrip(connection);
        SharedStepTable.number(trip, connection, tenant, sequences);
        HistoryTable.addAll(trip, connection, tenant, changes, now);
        trip.send();
        journal.tell(connection, changes);
    }
}
