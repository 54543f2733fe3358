package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Turns;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.AfterCommit;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        TenantId tenant = start.key().tenant();
        StartTable.New wanted = wanted(start, parent, TraceContext.current());
        return startAll(connection, tenant, List.of(wanted)).getFirst();
    }

    /// What is to be started.
    ///
    /// @param traceparent of the trace that it goes on with; null: it begins one
    /// @throws IllegalArgumentException if the type is not known
    StartTable.New wanted(Start start, WorkflowTable.@Nullable Parent parent, @Nullable String traceparent) {
        Workflow<?> workflow = workflow(start);
        return new StartTable.New(
                start, workflow.version(), workflow.mostOpen(), parent, Json.write(start.input()), traceparent);
    }

    /// Starts instances of one tenant as [#start] does, with as many statements as for one.
    ///
    /// @return what became of each, in their order
    List<Started> startAll(Connection connection, TenantId tenant, List<StartTable.New> all) throws SQLException {
        // As the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Room room = room(connection, tenant, all);
        Set<StartTable.New> fitting = Collections.newSetFromMap(new IdentityHashMap<>());
        all.stream().filter(room::takes).forEach(fitting::add);
        Set<String> added = add(connection, tenant, List.copyOf(fitting), now);
        List<Started> answers = new ArrayList<>();
        for (StartTable.New one : all) {
            answers.add(
                    fitting.contains(one) && added.contains(one.id())
                            ? new Started.New(one.view(now))
                            : notAdded(connection, one));
        }
        return answers;
    }

    /// What may be added to what is there.
    ///
    /// @param taken ids of instances
    /// @param open how many have not ended, where there may be only so many
    private record Room(Set<String> taken, Map<StartTable.Limit, Integer> open) {

        /// Whether there is a place for it, and none of its id yet: then it takes it.
        boolean takes(StartTable.New one) {
            StartTable.Limit limit = one.limit();
            boolean isNew = open.getOrDefault(limit, 0) < limit.most() && taken.add(one.id());
            if (isNew) {
                open.merge(limit, 1, Integer::sum);
            }
            return isNew;
        }
    }

    private static Room room(Connection connection, TenantId tenant, List<StartTable.New> all) throws SQLException {
        List<StartTable.Limit> limits = all.stream()
                .map(StartTable.New::limit)
                .filter(limit -> limit.most() < Integer.MAX_VALUE)
                .distinct()
                .toList();
        RoundTrip trip = new RoundTrip(connection);
        RoundTrip.Answer<List<Integer>> counts = StartTable.lockOpen(trip, connection, tenant, limits);
        RoundTrip.Answer<List<String>> present = StartTable.present(
                trip, connection, tenant, all.stream().map(StartTable.New::id).toList());
        trip.send();
        Map<StartTable.Limit, Integer> open = new HashMap<>();
        for (int i = 0; i < limits.size(); i++) {
            open.put(limits.get(i), counts.get().get(i));
        }
        return new Room(new HashSet<>(present.get()), open);
    }

    /// @return the ids of those that were not there
    private Set<String> add(Connection connection, TenantId tenant, List<StartTable.New> fitting, Instant now)
            throws SQLException {
        if (fitting.isEmpty()) {
            return Set.of();
        }
        RoundTrip trip = new RoundTrip(connection);
        RoundTrip.Answer<List<String>> inserted = StartTable.insertAll(trip, connection, tenant, fitting, now);
        trip.send();
        Set<String> ids = Set.copyOf(inserted.get());
        List<StartTable.New> added =
                fitting.stream().filter(one -> ids.contains(one.id())).toList();
        journal.tell(connection, added.stream().map(StartTable.New::change).toList());
        Turns.schedule(
                connection,
                WorkflowEngine.LANE,
                added.stream().map(StartTable.New::entry).toList(),
                Turns.Urgency.NORMAL,
                now);
        added.forEach(one -> AfterCommit.run(() -> metrics.started(one.start().type())));
        return ids;
    }

    private static Started notAdded(Connection connection, StartTable.New one) throws SQLException {
        WorkflowView present = WorkflowTable.find(connection, one.start().key()).orElse(null);
        if (present == null) {
            return new Started.Full(one.limit().most());
        }
        return StartTable.hasInput(connection, one.start(), one.input())
                ? new Started.Before(present)
                : new Started.Conflict();
    }

    /// Whether one more instance of its type may be open.
    static boolean mayBegin(Connection connection, Start start, int most) throws SQLException {
        if (most == Integer.MAX_VALUE) {
            return true;
        }
        TenantId tenant = start.key().tenant();
        List<StartTable.Limit> limits = List.of(new StartTable.Limit(start.subject(), start.type(), most));
        RoundTrip trip = new RoundTrip(connection);
        RoundTrip.Answer<List<Integer>> open = StartTable.lockOpen(trip, connection, tenant, limits);
        trip.send();
        return open.get().getFirst() < most;
    }

    private Workflow<?> workflow(Start start) {
        return types.newest(start.type())
                .orElseThrow(() -> new IllegalArgumentException("no workflow of type " + start.type()));
    }
}
