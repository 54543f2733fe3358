package dev.atrium.jobs.workflow;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The table `workflow_step`. Every method works in the connection's transaction, which sees one tenant.
///
/// Lock order: the instance, then its steps.
final class StepTable {

    /// Locks the instance if the run still counts: what is done with this row cannot be overtaken by a cancellation.
    private static final String HELD = "(select tenant, id from workflow where tenant = ? and id = ? and run = ?"
            + " and status in ('running', 'pausing') for update) w";

    /// A step `s` of the instance [#HELD]: by its whole key, else it is looked for among the steps of all
    /// instances that have one of this name. Parameters: tenant and instance once more, the step's name.
    private static final String ITS_STEP =
            "s.tenant = w.tenant and s.workflow_id = w.id and s.tenant = ? and s.workflow_id = ? and s.name = ?";

    /// A step as a run finds it.
    ///
    /// @param position 0 for the first step that the method comes to
    /// @param nextAttemptAt of a waiting step: until when it waits; null if only something else ends that
    record Stored(
            String name,
            int position,
            StepKind kind,
            StepStatus status,
            int attempts,
            @Nullable Instant nextAttemptAt,
            StoredResult result,
            @Nullable String error) {}

    /// How an attempt ended.
    record End(
            StepStatus status,
            StoredResult result,
            @Nullable String error,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant endedAt) {}

    private StepTable() {}

    /// The steps of instances, by the instance's id.
    static RoundTrip.Answer<Map<String, List<Stored>>> all(
            RoundTrip trip, Connection connection, TenantId tenant, List<String> workflows) throws SQLException {
        return trip.grouped(
                "select workflow_id, name, position, kind, status, attempts, next_attempt_at, result, result_object,"
                        + " error from workflow_step where tenant = ? and workflow_id = any(?)",
                row -> Map.entry(row.getString("workflow_id"), stored(row)),
                tenant.value(),
                Sql.array(connection, "text", workflows.stream()));
    }

    /// Adds a step that is complete with its first attempt, if the run still counts.
    ///
    /// @return false if it does not, or an attempt was begun: then nothing was changed
    static RoundTrip.Answer<Boolean> add(
            RoundTrip trip, WorkflowKey key, int run, Course.Visit visit, Instant begun, Instant ended) {
        return trip.exists(
                "insert into workflow_step (tenant, workflow_id, name, position, status, attempts, started_at, ended_at)"
                        + " select w.tenant, w.id, ?, ?, 'complete', 1, ?, ? from " + HELD
                        + " on conflict (tenant, workflow_id, name) do nothing returning 1",
                visit.name(),
                visit.position(),
                begun,
                ended,
                key.tenant().value(),
                key.id(),
                run);
    }

    /// Begins an attempt, if the run is still the one that counts and is not to pause, and the step has not ended.
    ///
    /// Gives the attempt's number; nothing if it must not be made.
    static RoundTrip.Answer<Optional<Integer>> begin(
            RoundTrip trip, WorkflowKey key, int run, Course.Visit visit, Instant now) {
        return trip.first(
                "insert into workflow_step as s (tenant, workflow_id, name, position, status, attempts, started_at)"
                        + " select w.tenant, w.id, ?, ?, 'running', 1, ?"
                        + " from (select tenant, id from workflow where tenant = ? and id = ? and run = ?"
                        + " and status = 'running' for update) w"
                        + " on conflict (tenant, workflow_id, name) do update set status = 'running',"
                        + " attempts = s.attempts + 1, next_attempt_at = null"
                        + " where s.status in ('running', 'retrying') returning s.attempts",
                row -> row.getInt("attempts"),
                visit.name(),
                visit.position(),
                now,
                key.tenant().value(),
                key.id(),
                run);
    }

    /// Adds a step that waits, in a transaction that holds the instance.
    ///
    /// @param until null if only something else ends the waiting
    static void open(Connection connection, WorkflowKey key, Course.Visit visit, @Nullable Instant until, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into workflow_step (tenant, workflow_id, name, position, kind, status, attempts,"
                        + " next_attempt_at, started_at) values (?, ?, ?, ?, ?, 'waiting', 1, ?, ?)",
                key.tenant().value(),
                key.id(),
                visit.name(),
                visit.position(),
                visit.kind().label(),
                until,
                now);
    }

    /// Ends the attempt, unless a later one has begun or the run no longer counts.
    ///
    /// @return false if that is so: then nothing was changed
    static RoundTrip.Answer<Boolean> end(RoundTrip trip, WorkflowKey key, int run, String name, int attempt, End end) {
        return trip.exists(
                "update workflow_step s set status = ?, result = ?, result_object = ?, error = ?, next_attempt_at = ?, ended_at = ?"
                        + " from " + HELD + " where " + ITS_STEP
                        + " and s.status in ('running', 'waiting') and s.attempts = ? returning 1",
                end.status().label(),
                end.result().json(),
                end.result().object(),
                end.error(),
                end.nextAttemptAt(),
                end.endedAt(),
                key.tenant().value(),
                key.id(),
                run,
                key.tenant().value(),
                key.id(),
                name,
                attempt);
    }

    /// Undoes [#begin] of an attempt that was interrupted because the node stops.
    static void giveBack(Connection connection, WorkflowKey key, int run, String name, int attempt)
            throws SQLException {
        Sql.update(
                connection,
                "update workflow_step s set status = 'retrying', attempts = s.attempts - 1 from " + HELD
                        + " where " + ITS_STEP
                        + " and s.status = 'running' and s.attempts = ?",
                key.tenant().value(),
                key.id(),
                run,
                key.tenant().value(),
                key.id(),
                name,
                attempt);
    }

    /// Whether an instance waits.
    enum Waiting {
        NO,
        YES,
        /// What a step waits for is there: its event, or its child's end.
        OVER
    }

    static Waiting waiting(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.first(
                        connection,
                        "select s.kind = 'event' and exists (select 1 from workflow_event e"
                                + " where e.tenant = s.tenant and e.workflow_id = s.workflow_id and e.name = s.name)"
                                + " or s.kind = 'child' and exists (select 1 from workflow c where c.tenant = s.tenant"
                                + " and c.parent_id = s.workflow_id and c.parent_step = s.name"
                                + " and c.status in ('complete', 'failed', 'cancelled'))"
                                + " from workflow_step s"
                                + " where s.tenant = ? and s.workflow_id = ? and s.status = 'waiting'",
                        row -> row.getBoolean(1) ? Waiting.OVER : Waiting.YES,
                        key.tenant().value(),
                        key.id())
                .orElse(Waiting.NO);
    }

    /// Puts off what the instance waits for, by the length of its pause.
    static void postpone(Connection connection, WorkflowKey key, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update workflow_step s set next_attempt_at = s.next_attempt_at + (? - w.paused_at) from workflow w"
                        + " where w.tenant = ? and w.id = ? and s.tenant = w.tenant and s.workflow_id = w.id"
                        + " and s.status = 'waiting' and w.paused_at is not null",
                now,
                key.tenant().value(),
                key.id());
    }

    static void cancelOpen(Connection connection, WorkflowKey key, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update workflow_step set status = 'cancelled', next_attempt_at = null, ended_at = ?"
                        + " where tenant = ? and workflow_id = ? and status in ('running', 'retrying', 'waiting')",
                now,
                key.tenant().value(),
                key.id());
    }

    static OptionalInt position(Connection connection, WorkflowKey key, String name) throws SQLException {
        return Sql.query(
                        connection,
                        "select position from workflow_step where tenant = ? and workflow_id = ? and name = ?",
                        row -> row.getInt("position"),
                        key.tenant().value(),
                        key.id(),
                        name)
                .stream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /// Forgets the steps at and behind a position, and those before it that a cancellation ended beside
    /// them: no attempt of theirs could begin any more.
    static void forgetFrom(Connection connection, WorkflowKey key, int position) throws SQLException {
        Sql.update(
                connection,
                "delete from workflow_step where tenant = ? and workflow_id = ?"
                        + " and (position >= ? or status = 'cancelled')",
                key.tenant().value(),
                key.id(),
                position);
    }

    static List<WorkflowView.Step> views(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.query(
                connection,
                "select name, kind, status, attempts, started_at, ended_at, next_attempt_at, error from workflow_step"
                        + " where tenant = ? and workflow_id = ? order by position, started_at",
                StepTable::view,
                key.tenant().value(),
                key.id());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("name"),
                row.getInt("position"),
                StepKind.labelled(row.getString("kind")),
                StepStatus.labelled(row.getString("status")),
                row.getInt("attempts"),
                Sql.instant(row, "next_attempt_at"),
                StoredResult.of(row),
                row.getString("error"));
    }

    private static WorkflowView.Step view(ResultSet row) throws SQLException {
        return new WorkflowView.Step(
                row.getString("name"),
                StepKind.labelled(row.getString("kind")),
                StepStatus.labelled(row.getString("status")),
                row.getInt("attempts"),
                Sql.requiredInstant(row, "started_at"),
                Sql.instant(row, "ended_at"),
                Sql.instant(row, "next_attempt_at"),
                row.getString("error"));
    }
}
