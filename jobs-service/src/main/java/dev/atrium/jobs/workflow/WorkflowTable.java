package dev.atrium.jobs.workflow;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `workflow`. Every method works in the connection's transaction, which sees one tenant.
final class WorkflowTable {

    private static final String VIEW = "select id, type, subject, status, result, error, created_at, started_at,"
            + " ended_at from workflow where tenant = ?";

    /// What a run needs to know.
    ///
    /// @param run the number of the last run
    record Stored(
            String type,
            String input,
            WorkflowStatus status,
            int run,
            @Nullable String traceparent) {}

    private WorkflowTable() {}

    /// @return false if there is an instance with this id
    static boolean insert(Connection connection, Start start, String input, @Nullable String traceparent, Instant now)
            throws SQLException {
        return Sql.update(
                        connection,
                        "insert into workflow (tenant, id, type, subject, input, status, traceparent, created_at)"
                                + " values (?, ?, ?, ?, ?, 'queued', ?, ?) on conflict (tenant, id) do nothing",
                        start.key().tenant().value(),
                        start.key().id(),
                        start.type(),
                        start.subject(),
                        input,
                        traceparent,
                        now)
                == 1;
    }

    /// Locks the instance until the transaction ends.
    static Optional<Stored> lock(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.first(
                connection,
                "select type, input, status, run, traceparent from workflow where tenant = ? and id = ? for update",
                WorkflowTable::stored,
                key.tenant().value(),
                key.id());
    }

    static void begin(Connection connection, WorkflowKey key, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update workflow set run = run + 1, status = 'running', started_at = coalesce(started_at, ?)"
                        + " where tenant = ? and id = ?",
                now,
                key.tenant().value(),
                key.id());
    }

    /// @return false if another run has begun, or has ended the instance: then nothing was changed
    static boolean end(
            Connection connection,
            WorkflowKey key,
            int run,
            WorkflowStatus status,
            @Nullable String result,
            @Nullable String error,
            Instant now)
            throws SQLException {
        return Sql.update(
                        connection,
                        "update workflow set status = ?, result = ?, error = ?, ended_at = ?"
                                + " where tenant = ? and id = ? and run = ? and status = 'running'",
                        status.label(),
                        result,
                        error,
                        now,
                        key.tenant().value(),
                        key.id(),
                        run)
                == 1;
    }

    /// The number of the instance's next event: 1, 2, …
    static long nextSequence(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.first(
                        connection,
                        "update workflow set sequence = sequence + 1 where tenant = ? and id = ? returning sequence",
                        row -> row.getLong("sequence"),
                        key.tenant().value(),
                        key.id())
                .orElseThrow();
    }

    /// Whether the run is still the one that counts.
    static boolean isCurrent(Connection connection, WorkflowKey key, int run) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from workflow where tenant = ? and id = ? and run = ? and status = 'running'",
                        row -> row.getInt(1),
                        key.tenant().value(),
                        key.id(),
                        run)
                .isPresent();
    }

    static boolean hasInput(Connection connection, Start start, String input) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from workflow where tenant = ? and id = ? and type = ? and input = ?",
                        row -> row.getInt(1),
                        start.key().tenant().value(),
                        start.key().id(),
                        start.type(),
                        input)
                .isPresent();
    }

    /// Without its steps.
    static Optional<WorkflowView> find(Connection connection, WorkflowKey key) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and id = ?",
                WorkflowTable::view,
                key.tenant().value(),
                key.id());
    }

    /// Newest first, without their steps.
    ///
    /// @param subject null: every subject's
    /// @param limit how many rows at most
    static List<WorkflowView> list(
            Connection connection, TenantId tenant, @Nullable String subject, Place after, int limit)
            throws SQLException {
        StringBuilder sql = new StringBuilder(VIEW);
        List<Object> parameters = new ArrayList<>(List.of(tenant.value()));
        if (subject != null) {
            sql.append(" and subject = ?");
            parameters.add(subject);
        }
        sql.append(" and (created_at, id) < (?, ?) order by created_at desc, id desc limit ?");
        parameters.addAll(List.of(after.createdAt(), after.id(), limit));
        return Sql.query(connection, sql.toString(), WorkflowTable::view, parameters.toArray());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("type"),
                row.getString("input"),
                WorkflowStatus.labelled(row.getString("status")),
                row.getInt("run"),
                row.getString("traceparent"));
    }

    private static WorkflowView view(ResultSet row) throws SQLException {
        return new WorkflowView(
                row.getString("id"),
                row.getString("type"),
                row.getString("subject"),
                WorkflowStatus.labelled(row.getString("status")),
                Sql.requiredInstant(row, "created_at"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "ended_at"),
                row.getString("result"),
                row.getString("error"),
                null);
    }
}
