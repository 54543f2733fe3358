package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Next;
import dev.atrium.platform.tenancy.TenantConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What one run of one instance remembers about its steps. Each method is a transaction, and throws [Halt] if the run
/// no longer counts or the database is away.
///
/// @param run the run's number
record StepStore(DataSource dataSource, Journal journal, InstantSource clock, WorkflowKey key, String type, int run) {

    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);

    /// Carries what a step's own work threw through the transaction, which it rolls back.
    private static final class WriteFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WriteFailed(Exception cause) {
            super(cause);
        }
    }

    @FunctionalInterface
    private interface Change {
        void on(Connection connection) throws SQLException;
    }

    /// @return the number of the attempt that begins
    int begin(String name) {
        try {
            return TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
                OptionalInt attempt = StepTable.begin(connection, key, run, name, clock.instant());
                return attempt.isPresent() ? attempt.getAsInt() : halt(connection);
            });
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    void complete(String name, int attempt, @Nullable String result) {
        change(connection -> complete(connection, name, attempt, result));
    }

    /// Completes the step in the transaction of its own writes.
    ///
    /// @throws Exception what the step's own work threw, or the commit
    void write(String name, int attempt, Steps.Write write) throws Exception {
        try {
            TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
                apply(write, connection);
                complete(connection, name, attempt, null);
                return attempt;
            });
        } catch (WriteFailed e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    void retry(String name, int attempt, String reason, Instant at) {
        change(connection ->
                end(connection, name, attempt, new StepTable.End(StepStatus.RETRYING, null, reason, at, null)));
    }

    void fail(String name, int attempt, String reason) {
        change(connection -> {
            end(connection, name, attempt, new StepTable.End(StepStatus.FAILED, null, reason, null, clock.instant()));
            journal.stepEnded(connection, key, type, name);
        });
    }

    void giveBack(String name, int attempt) {
        change(connection -> StepTable.giveBack(connection, key, name, attempt));
    }

    private static void apply(Steps.Write write, Connection connection) {
        try {
            write.on(connection);
        } catch (Exception e) {
            throw new WriteFailed(e);
        }
    }

    private void complete(Connection connection, String name, int attempt, @Nullable String result)
            throws SQLException {
        end(connection, name, attempt, new StepTable.End(StepStatus.COMPLETE, result, null, null, clock.instant()));
        journal.stepEnded(connection, key, type, name);
    }

    private void end(Connection connection, String name, int attempt, StepTable.End end) throws SQLException {
        if (!StepTable.end(connection, key, name, attempt, end)) {
            halt(connection);
        }
    }

    private int halt(Connection connection) throws SQLException {
        throw new Halt(
                WorkflowTable.isCurrent(connection, key, run) ? new Next.At(clock.instant()) : new Next.TakenOver());
    }

    private void change(Change change) {
        try {
            TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
                change.on(connection);
                return run;
            });
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    private Halt fault(SQLException e) {
        return new Halt(new Next.At(clock.instant().plus(PAUSE_AFTER_FAULT)), e);
    }
}
