package dev.atrium.jobs.queue;

import dev.atrium.jobs.figures.Ended;
import dev.atrium.jobs.figures.Percentiles;
import dev.atrium.jobs.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks how jobs ended lately, in the connection's transaction.
final class EndedTable {

    private EndedTable() {}

    /// @param jobs null: there are none
    private record Row(Instant since, @Nullable EndedJobs jobs) {}

    /// @param tenant null: of all tenants
    static Ended<EndedJobs> read(Connection connection, @Nullable String tenant) throws SQLException {
        List<Row> rows = Sql.query(
                connection,
                "select * from ended_jobs(?::text, now() - interval '1 hour', ?) order by class",
                EndedTable::row,
                tenant,
                Ended.MOST);
        return new Ended<>(
                rows.getFirst().since(),
                rows.stream().map(Row::jobs).filter(Objects::nonNull).toList());
    }

    private static Row row(ResultSet row) throws SQLException {
        String jobClass = row.getString("class");
        EndedJobs jobs = jobClass == null
                ? null
                : new EndedJobs(
                        jobClass,
                        row.getLong("done"),
                        row.getLong("dead"),
                        row.getLong("failed_tries"),
                        Percentiles.of(row, "waited"),
                        Percentiles.of(row, "tried"));
        return new Row(Sql.requiredInstant(row, "counted_from"), jobs);
    }
}
