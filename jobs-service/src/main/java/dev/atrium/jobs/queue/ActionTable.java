package dev.atrium.jobs.queue;

import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The table `job_action`. Every method works in the connection's transaction, which sees one tenant.
final class ActionTable {

    private static final int MOST_SHOWN = 100;

    private ActionTable() {}

    static void insert(Connection connection, JobKey key, String action, String actor, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into job_action (tenant, job_id, action, actor, at) values (?, ?, ?, ?, ?)",
                key.tenant().value(),
                key.id(),
                action,
                actor,
                now);
    }

    /// The latest first.
    static List<JobView.Action> list(Connection connection, JobKey key) throws SQLException {
        return Sql.query(
                connection,
                "select action, actor, at from job_action where tenant = ? and job_id = ? order by id desc limit ?",
                row -> new JobView.Action(
                        row.getString("action"), row.getString("actor"), Sql.requiredInstant(row, "at")),
                key.tenant().value(),
                key.id(),
                MOST_SHOWN);
    }
}
