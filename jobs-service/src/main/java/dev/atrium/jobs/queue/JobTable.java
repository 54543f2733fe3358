package dev.atrium.jobs.queue;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table `job`. Every method works in the connection's transaction, which sees one tenant.
final class JobTable {

    private static final String VIEW = "select id, class, type, subject, state, attempts, next_attempt_at, note,"
            + " created_at, started_at, ended_at from job where tenant = ?";

    /// What a try needs to know.
    record Due(
            String type,
            String subject,
            String payload,
            JobState state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable String traceparent) {}

    private JobTable() {}

    /// @return false if there is a job with this id
    static boolean insert(
            Connection connection,
            JobKey key,
            JobType type,
            String subject,
            String payload,
            @Nullable String traceparent,
            Instant now)
            throws SQLException {
        return Sql.update(
                        connection,
                        "insert into job (tenant, id, class, type, subject, payload, state, traceparent, created_at)"
                                + " values (?, ?, ?, ?, ?, ?, 'queued', ?, ?) on conflict (tenant, id) do nothing",
                        key.tenant().value(),
                        key.id(),
                        type.jobClass().label(),
                        type.name(),
                        subject,
                        payload,
                        traceparent,
                        now)
                == 1;
    }

    /// Locks the job until the transaction ends.
    static Optional<Due> lock(Connection connection, JobKey key) throws SQLException {
        return Sql.first(
                connection,
                "select type, subject, payload, state, attempts, next_attempt_at, traceparent from job"
                        + " where tenant = ? and id = ? for update",
                JobTable::due,
                key.tenant().value(),
                key.id());
    }

    static void begin(Connection connection, JobKey key, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update job set state = 'running', attempts = attempts + 1, next_attempt_at = null,"
                        + " started_at = coalesce(started_at, ?) where tenant = ? and id = ?",
                now,
                key.tenant().value(),
                key.id());
    }

    /// Ends the try with the given number, unless a later one has begun meanwhile.
    ///
    /// @return false if one has: then nothing was changed
    static boolean end(Connection connection, JobKey key, int attempt, RetryPolicy.Verdict verdict, Instant now)
            throws SQLException {
        return switch (verdict) {
            case RetryPolicy.Verdict.Done done -> end(connection, key, attempt, JobState.DONE, done.note(), null, now);
            case RetryPolicy.Verdict.Retrying retrying ->
                end(connection, key, attempt, JobState.RETRYING, retrying.reason(), retrying.at(), null);
            case RetryPolicy.Verdict.Dead dead ->
                end(connection, key, attempt, JobState.DEAD, dead.reason(), null, now);
        };
    }

    private static boolean end(
            Connection connection,
            JobKey key,
            int attempt,
            JobState state,
            @Nullable String note,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant endedAt)
            throws SQLException {
        return Sql.update(
                        connection,
                        "update job set state = ?, note = ?, next_attempt_at = ?, ended_at = ?"
                                + " where tenant = ? and id = ? and state = 'running' and attempts = ?",
                        state.label(),
                        note,
                        nextAttemptAt,
                        endedAt,
                        key.tenant().value(),
                        key.id(),
                        attempt)
                == 1;
    }

    /// Undoes [#begin] of a try that was interrupted because the node stops.
    ///
    /// @return false if a later try has begun meanwhile
    static boolean giveBack(Connection connection, JobKey key, int attempt) throws SQLException {
        return Sql.update(
                        connection,
                        "update job set state = case when attempts = 1 then 'queued' else 'retrying' end,"
                                + " attempts = attempts - 1"
                                + " where tenant = ? and id = ? and state = 'running' and attempts = ?",
                        key.tenant().value(),
                        key.id(),
                        attempt)
                == 1;
    }

    static Optional<JobView> find(Connection connection, JobKey key) throws SQLException {
        return Sql.first(
                connection, VIEW + " and id = ?", JobTable::view, key.tenant().value(), key.id());
    }

    /// Newest first.
    ///
    /// @param limit how many rows at most
    static List<JobView> list(Connection connection, JobFilter filter, Place after, int limit) throws SQLException {
        StringBuilder sql = new StringBuilder(VIEW);
        List<@Nullable Object> parameters =
                new ArrayList<>(List.of(filter.tenant().value()));
        add(sql, parameters, " and subject = ?", filter.subject());
        add(
                sql,
                parameters,
                " and state = ?",
                filter.state() == null ? null : filter.state().label());
        add(sql, parameters, " and class = ?", filter.jobClass());
        if (!after.equals(Place.START)) {
            sql.append(" and (created_at, id) < (?, ?)");
            parameters.add(after.createdAt());
            parameters.add(UUID.fromString(after.id()));
        }
        sql.append(" order by created_at desc, id desc limit ?");
        parameters.add(limit);
        return Sql.query(connection, sql.toString(), JobTable::view, parameters.toArray());
    }

    private static void add(
            StringBuilder sql, List<@Nullable Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            parameters.add(value);
        }
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                row.getString("type"),
                row.getString("subject"),
                row.getString("payload"),
                JobState.labelled(row.getString("state")).orElseThrow(),
                row.getInt("attempts"),
                Sql.instant(row, "next_attempt_at"),
                row.getString("traceparent"));
    }

    private static JobView view(ResultSet row) throws SQLException {
        return new JobView(
                row.getObject("id", UUID.class),
                row.getString("class"),
                row.getString("type"),
                row.getString("subject"),
                JobState.labelled(row.getString("state")).orElseThrow(),
                row.getInt("attempts"),
                Sql.requiredInstant(row, "created_at"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "ended_at"),
                Sql.instant(row, "next_attempt_at"),
                row.getString("note"));
    }
}
