package dev.atrium.jobs.workflow;

import dev.atrium.jobs.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The table `workflow_step`. Every method works in the connection's transaction, which sees one tenant.
final class StepTable {

    /// A step as a run finds it.
    ///
    /// @param result JSON; null if it has none
    record Stored(
            String name,
            StepStatus status,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable String result,
            @Nullable String error) {}

    /// How an attempt ended.
    record End(
            StepStatus status,
            @Nullable String result,
            @Nullable String error,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant endedAt) {}

    private StepTable() {}

    static Map<String, Stored> all(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.query(
                        connection,
                        "select name, status, attempts, next_attempt_at, result, error from workflow_step"
                                + " where tenant = ? and workflow_id = ?",
                        StepTable::stored,
                        key.tenant().value(),
                        key.id())
                .stream()
                .collect(Collectors.toMap(Stored::name, Function.identity()));
    }

    /// Begins an attempt, if the run is still the one that counts and the step has not ended.
    ///
    /// @return the attempt's number; empty if it must not be made
    static OptionalInt begin(Connection connection, WorkflowKey key, int run, String name, Instant now)
            throws SQLException {
        return Sql.query(
                        connection,
                        "insert into workflow_step as s (tenant, workflow_id, name, position, status, attempts, started_at)"
                                + " select w.tenant, w.id, ?, (select count(*) from workflow_step e"
                                + " where e.tenant = w.tenant and e.workflow_id = w.id), 'running', 1, ?"
                                + " from workflow w where w.tenant = ? and w.id = ? and w.run = ? and w.status = 'running'"
                                + " on conflict (tenant, workflow_id, name) do update set status = 'running',"
                                + " attempts = s.attempts + 1, next_attempt_at = null"
                                + " where s.status in ('running', 'retrying') returning s.attempts",
                        row -> row.getInt("attempts"),
                        name,
                        now,
                        key.tenant().value(),
                        key.id(),
                        run)
                .stream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /// Ends the attempt, unless a later one has begun.
    ///
    /// @return false if one has: then nothing was changed
    static boolean end(Connection connection, WorkflowKey key, String name, int attempt, End end) throws SQLException {
        return Sql.update(
                        connection,
                        "update workflow_step set status = ?, result = ?, error = ?, next_attempt_at = ?, ended_at = ?"
                                + " where tenant = ? and workflow_id = ? and name = ? and status = 'running'"
                                + " and attempts = ?",
                        end.status().label(),
                        end.result(),
                        end.error(),
                        end.nextAttemptAt(),
                        end.endedAt(),
                        key.tenant().value(),
                        key.id(),
                        name,
                        attempt)
                == 1;
    }

    /// Undoes [#begin] of an attempt that was interrupted because the node stops.
    static void giveBack(Connection connection, WorkflowKey key, String name, int attempt) throws SQLException {
        Sql.update(
                connection,
                "update workflow_step set status = 'retrying', attempts = attempts - 1"
                        + " where tenant = ? and workflow_id = ? and name = ? and status = 'running' and attempts = ?",
                key.tenant().value(),
                key.id(),
                name,
                attempt);
    }

    static List<WorkflowView.Step> views(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.query(
                connection,
                "select name, status, attempts, started_at, ended_at, next_attempt_at, error from workflow_step"
                        + " where tenant = ? and workflow_id = ? order by position, started_at",
                StepTable::view,
                key.tenant().value(),
                key.id());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("name"),
                StepStatus.labelled(row.getString("status")),
                row.getInt("attempts"),
                Sql.instant(row, "next_attempt_at"),
                row.getString("result"),
                row.getString("error"));
    }

    private static WorkflowView.Step view(ResultSet row) throws SQLException {
        return new WorkflowView.Step(
                row.getString("name"),
                StepStatus.labelled(row.getString("status")),
                row.getInt("attempts"),
                Sql.requiredInstant(row, "started_at"),
                Sql.instant(row, "ended_at"),
                Sql.instant(row, "next_attempt_at"),
                row.getString("error"));
    }
}
