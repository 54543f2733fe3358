package dev.atrium.jobs.workflow;

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

/// Asks how instances ended lately, in the connection's transaction.
final class EndedTable {

    private EndedTable() {}

    /// @param workflows null: there are none
    private record Row(Instant since, @Nullable EndedWorkflows workflows) {}

    /// @param tenant null: of all tenants
    static Ended<EndedWorkflows> read(Connection connection, @Nullable String tenant) throws SQLException {
        List<Row> rows = Sql.query(
                connection,
                "select * from ended_workflows_in_numbers(?::text, now() - interval '1 hour', ?) order by type",
                EndedTable::row,
                tenant,
                Ended.MOST);
        return new Ended<>(
                rows.getFirst().since(),
                rows.stream().map(Row::workflows).filter(Objects::nonNull).toList());
    }

    private static Row row(ResultSet row) throws SQLException {
        String type = row.getString("type");
        EndedWorkflows workflows = type == null
                ? null
                : new EndedWorkflows(
                        type,
                        row.getLong("complete"),
                        row.getLong("failed"),
                        row.getLong("cancelled"),
                        Percentiles.of(row, "waited"),
                        Percentiles.of(row, "took"));
        return new Row(Sql.requiredInstant(row, "counted_from"), workflows);
    }
}
