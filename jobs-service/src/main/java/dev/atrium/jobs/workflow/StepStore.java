package dev.atrium.jobs.workflow;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.tenancy.TenantConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;

/// What one run of one instance remembers about its steps. Each method is a transaction, and throws [Halt] if the run
/// no longer counts or the database is away.
record StepStore(DataSource dataSource, Journal journal, InstantSource clock, RunId id) {

    /// A run of an instance.
    ///
    /// @param number of the run
    record RunId(WorkflowKey key, String type, int number) {}

    /// Carries what a step's own work threw through the transaction, which it rolls back.
    private static final class WriteFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WriteFailed(Exception cause) {
            super(cause);
        }
    }

    /// @return the number of the attempt that begins
    int begin(Course.Visit visit) {
        return inTransaction(connection -> {
            RoundTrip trip = new RoundTrip(connection);
            trip.enter(key().tenant());
            RoundTrip.Answer<Optional<Integer>> attempt =
                    StepTable.begin(trip, key(), id.number(), visit, clock.instant());
            trip.send();
            return attempt.get().isPresent() ? attempt.get().get() : halt(connection);
        });
    }

    void complete(String name, int attempt, StoredResult result) {
        inTenant(connection -> complete(connection, name, attempt, result));
    }

    /// Completes the step in the transaction of its own writes.
    ///
    /// @throws Exception what the step's own work threw, or the commit
    void write(String name, int attempt, Steps.Write write) throws Exception {
        try {
            TenantConnections.inTenant(dataSource, key().tenant(), connection -> {
                apply(write, connection);
                return complete(connection, name, attempt, StoredResult.NONE);
            });
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
        return inTenant(connection -> {
            if (!WorkflowTable.hold(connection, key(), id.number())) {
                halt(connection);
            }
            return work.on(connection);
        });
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
        RoundTrip.Answer<Boolean> counts = StepTable.end(trip, key(), id.number(), name, attempt, end);
        RoundTrip.Answer<Optional<HistoryTable.Written>> written = journal.stepEnded(trip, key(), name);
        trip.send();
        if (!counts.get()) {
            halt(connection);
        }
        journal.tellStepEnded(connection, key(), id.type(), name, written.get().orElseThrow());
        return attempt;
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
        throw WorkflowTable.isCurrent(connection, key(), id.number()) ? Halt.until(clock.instant()) : Halt.replaced();
    }

    private <T> T inTenant(TenantConnections.Work<T> work) {
        return inTransaction(connection -> {
            TenantConnections.enter(connection, key().tenant());
            return work.on(connection);
        });
    }

    private <T> T inTransaction(TenantConnections.Work<T> work) {
        try {
            return TenantConnections.inTransaction(dataSource, work);
        } catch (SQLException e) {
            throw Halt.fault(e);
        }
    }
}
