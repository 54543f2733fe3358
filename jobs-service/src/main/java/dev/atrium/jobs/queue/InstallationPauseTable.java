package dev.atrium.jobs.queue;

import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table `installation_pause`, which is no tenant's. Every method works in the connection's
/// transaction.
final class InstallationPauseTable {

    private static final String VIEW = "select class, paused_by, paused_at from installation_pause";

    private InstallationPauseTable() {}

    /// @return false if the class is paused already
    static boolean insert(Connection connection, JobClass jobClass, String actor, Instant now) throws SQLException {
        return Sql.changes(
                connection,
                "insert into installation_pause (class, paused_by, paused_at) values (?, ?, ?)"
                        + " on conflict (class) do nothing",
                jobClass.label(),
                actor,
                now);
    }

    /// @return false if the class is not paused
    static boolean delete(Connection connection, JobClass jobClass) throws SQLException {
        return Sql.changes(connection, "delete from installation_pause where class = ?", jobClass.label());
    }

    /// Whether the class is paused; if it is, it stays so until the transaction ends.
    static boolean holds(Connection connection, JobClass jobClass) throws SQLException {
        return Sql.exists(connection, "select 1 from installation_pause where class = ? for share", jobClass.label());
    }

    static Optional<ClassPause> find(Connection connection, JobClass jobClass) throws SQLException {
        return Sql.first(connection, VIEW + " where class = ?", InstallationPauseTable::pause, jobClass.label());
    }

    static List<ClassPause> all(Connection connection) throws SQLException {
        return Sql.query(connection, VIEW + " order by class", InstallationPauseTable::pause);
    }

    private static ClassPause pause(ResultSet row) throws SQLException {
        return new ClassPause(
                row.getString("class"), row.getString("paused_by"), Sql.requiredInstant(row, "paused_at"));
    }
}
