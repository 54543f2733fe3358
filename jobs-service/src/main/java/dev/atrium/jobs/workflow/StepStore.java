package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Turns;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.tenancy.TenantConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// What one run of one instance remembers about its steps. Each method is a transaction, perhaps shared
/// with others, and throws [Halt] if the run no longer counts or the database is away.
record StepStore(DataSource dataSource, Journal journal, SharedSteps shared, InstantSource clock, RunId id) {

    private static final Logger LOG = Logger.getLogger(StepStore.class);

    /// A run of an instance.
    ///
    /// @param number of the run
    record RunId(WorkflowKey key, String type, int number) {}

    @FunctionalInterface
    private interface Stored<T> {
        T run() throws SQLException;
    }

    /// Carries what a step's own work threw through the transaction, which it rolls back.
    private static final class WriteFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WriteFailed(Exception cause) {
            super(cause);
        }
    }

    /// @return the number of the attempt that begins
    int begin(Course.Visit visit) {
        Optional<Integer> begun = atStore(() -> shared.begin(id, visit));
        return begun.isPresent() ? begun.get() : beginAlone(visit);
    }

    private int beginAlone(Course.Visit visit) {
        return inTransaction(connection -> {
            RoundTrip trip = new RoundTrip(connection);
            trip.enter(key().tenant());
            RoundTrip.Answer<Optional<Integer>> attempt =
                    StepTable.begin(trip, key(), id.number(), visit, clock.instant());
            trip.send();
            return attempt.get().isPresent() ? attempt.get().get() : halt(connection);
        });
    }

    /// Has the instance sleep, in a step that no run has come to before.
    ///
    /// @return false if that is for a transaction of its own
    boolean sleep(Course.Visit visit, Instant until) {
        return atStore(() -> shared.sleep(id, visit, until));
    }

    void complete(String name, int attempt, StoredResult result) {
        if (!atStore(() -> shared.complete(id, name, attempt, result))) {
            inTenant(connection -> complete(connection, name, attempt, result));
        }
    }

    /// Completes the step in the transaction of its own writes.
    ///
    /// @throws Exception what the step's own work threw, or the commit
    void write(String name, int attempt, Steps.Write write) throws Exception {
        written(connection -> {
            TenantConnections.enter(connection, key().tenant());
            apply(write, connection);
            return complete(connection, name, attempt, StoredResult.NONE);
        });
    }

    /// The same for a step of which no attempt was begun: all of it is one transaction.
    ///
    /// @throws Exception what the step's own work threw, or the commit
    void write(Course.Visit visit, Steps.Write write) throws Exception {
        Instant begun = clock.instant();
        written(connection -> {
            RoundTrip before = new RoundTrip(connection);
            before.enter(key().tenant());
            RoundTrip.Answer<Boolean> runs = RunTable.runs(before, key(), id.number());
            before.send();
            if (!runs.get()) {
                halt(connection);
            }
            apply(write, connection);
            RoundTrip after = new RoundTrip(connection);
            return ended(
                    connection,
                    visit.name(),
                    1,
                    after,
                    StepTable.add(after, key(), id.number(), visit, begun, clock.instant()));
        });
    }

    private void written(TenantConnections.Work<Integer> work) throws Exception {
        try {
            TenantConnections.inTransaction(dataSource, work);
        } catch (WriteFailed e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    void retry(String name, int attempt, String reason, Instant at) {
        inTenant(connection -> end(
                connection,
                name,
                attempt,
                new StepTable.End(StepStatus.RETRYING, StoredResult.NONE, reason, at, null)));
    }

    void fail(String name, int attempt, String reason) {
        inTenant(connection -> fail(connection, name, attempt, reason));
    }

    void giveBack(String name, int attempt) {
        inTenant(connection -> {
            StepTable.giveBack(connection, key(), id.number(), name, attempt);
            return attempt;
        });
    }

    /// Work in a transaction that holds the instance, for a run that still counts.
    <T> T held(TenantConnections.Work<T> work) {
        return inTransaction(connection -> {
            RoundTrip trip = new RoundTrip(connection);
            trip.enter(key().tenant());
            RoundTrip.Answer<Boolean> counts = RunTable.hold(trip, key(), id.number());
            trip.send();
            if (!counts.get()) {
                halt(connection);
            }
            return work.on(connection);
        });
    }

    /// Has the instance wait, in a transaction that holds it: the run has nothing more to do.
    void suspend(Connection connection, Instant until) throws SQLException {
        WorkflowTable.become(connection, key(), WorkflowStatus.WAITING, clock.instant());
        journal.instanceBecame(connection, key(), id.type(), WorkflowStatus.WAITING);
        Turns.sleep(connection, WorkflowEngine.LANE, Map.of(key().toString(), until), Turns.Urgency.HIGH);
    }

    int complete(Connection connection, String name, int attempt, StoredResult result) throws SQLException {
        return ended(
                connection, name, attempt, new StepTable.End(StepStatus.COMPLETE, result, null, null, clock.instant()));
    }

    int fail(Connection connection, String name, int attempt, String reason) throws SQLException {
        return ended(
                connection,
                name,
                attempt,
                new StepTable.End(StepStatus.FAILED, StoredResult.NONE, reason, null, clock.instant()));
    }

    private int ended(Connection connection, String name, int attempt, StepTable.End end) throws SQLException {
        RoundTrip trip = new RoundTrip(connection);
        return ended(connection, name, attempt, trip, StepTable.end(trip, key(), id.number(), name, attempt, end));
    }

    private int ended(Connection connection, String name, int attempt, RoundTrip trip, RoundTrip.Answer<Boolean> counts)
            throws SQLException {
        RoundTrip.Answer<Optional<HistoryTable.Written>> written = journal.stepEnded(trip, key(), name);
        trip.send();
        if (!counts.get()) {
            halt(connection);
        }
        journal.tellStepEnded(connection, key(), id.type(), name, written.get().orElseThrow());
        return attempt;
    }

    /// Whether the run does not count any more; not where the database does not say.
    boolean isReplaced() {
        try {
            return !TenantConnections.inTenant(
                    dataSource, key().tenant(), connection -> RunTable.isCurrent(connection, key(), id.number()));
        } catch (SQLException e) {
            LOG.debugf(
                    "object=%s: it is not known whether run %d still counts: %s", key(), id.number(), e.getMessage());
            return false;
        }
    }

    WorkflowKey key() {
        return id.key();
    }

    private static void apply(Steps.Write write, Connection connection) {
        try {
            write.on(connection);
        } catch (Exception e) {
            throw new WriteFailed(e);
        }
    }

    private int end(Connection connection, String name, int attempt, StepTable.End end) throws SQLException {
        boolean counts =
                RoundTrip.alone(connection, trip -> StepTable.end(trip, key(), id.number(), name, attempt, end));
        return counts ? attempt : halt(connection);
    }

    private int halt(Connection connection) throws SQLException {
        throw RunTable.isCurrent(connection, key(), id.number()) ? Halt.until(clock.instant()) : Halt.replaced();
    }

    private <T> T inTenant(TenantConnections.Work<T> work) {
        return inTransaction(connection -> {
            TenantConnections.enter(connection, key().tenant());
            return work.on(connection);
        });
    }

    private <T> T inTransaction(TenantConnections.Work<T> work) {
        return atStore(() -> TenantConnections.inTransaction(dataSource, work));
    }

    private static <T> T atStore(Stored<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw Halt.fault(e);
        }
    }
}
