package dev.atrium.jobs.queue;

import dev.atrium.jobs.figures.Ended;
import dev.atrium.jobs.figures.Percentiles;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks how jobs ended lately, in the connection's transaction.
final class EndedTable {

    private EndedTable() {}

    /// @param tenant null: of all tenants
    static Ended<EndedJobs> read(Connection connection, @Nullable String tenant) throws SQLException {
        return Ended.read(
                connection,
                "select * from ended_jobs(?::text, now() - interval '1 hour', ?) order by class",
                tenant,
                EndedTable::row);
    }

    private static Optional<EndedJobs> row(ResultSet row) throws SQLException {
        String jobClass = row.getString("class");
        return jobClass == null
                ? Optional.empty()
                : Optional.of(new EndedJobs(
                        jobClass,
                        row.getLong("done"),
                        row.getLong("dead"),
                        row.getLong("failed_tries"),
                        Percentiles.of(row, "waited"),
                        Percentiles.of(row, "tried")));
    }
}
