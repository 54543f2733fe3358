package dev.atrium.jobs.queue;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The table `job_pause`. Every method works in the connection's transaction, which sees one tenant.
final class PauseTable {

    /// Who paused a class, and when.
    record Pause(String pausedBy, Instant pausedAt) {}

    private PauseTable() {}

    /// @return false if the class is paused already
    static boolean insert(Connection connection, TenantId tenant, JobClass jobClass, String actor, Instant now)
            throws SQLException {
        return Sql.changes(
                connection,
                "insert into job_pause (tenant, class, paused_by, paused_at) values (?, ?, ?, ?)"
                        + " on conflict (tenant, class) do nothing",
                tenant.value(),
                jobClass.label(),
                actor,
                now);
    }

    /// @return false if the class is not paused
    static boolean delete(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        return Sql.changes(
                connection, "delete from job_pause where tenant = ? and class = ?", tenant.value(), jobClass.label());
    }

    /// Whether the class is paused; if it is, it stays so until the transaction ends.
    static boolean holds(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from job_pause where tenant = ? and class = ? for share",
                tenant.value(),
                jobClass.label());
    }

    static Optional<Pause> find(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        return Sql.first(
                connection,
                "select paused_by, paused_at from job_pause where tenant = ? and class = ?",
                row -> new Pause(row.getString("paused_by"), Sql.requiredInstant(row, "paused_at")),
                tenant.value(),
                jobClass.label());
    }
}
