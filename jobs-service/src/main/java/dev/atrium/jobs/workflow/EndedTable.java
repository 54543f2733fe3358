package dev.atrium.jobs.workflow;

import dev.atrium.jobs.figures.Ended;
import dev.atrium.jobs.figures.Percentiles;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks how instances ended lately, in the connection's transaction.
final class EndedTable {

    private EndedTable() {}

    /// @param tenant null: of all tenants
    static Ended<EndedWorkflows> read(Connection connection, @Nullable String tenant) throws SQLException {
        return Ended.read(
                connection,
                "select * from ended_workflows_in_numbers(?::text, now() - interval '1 hour', ?) order by type",
                tenant,
                EndedTable::row);
    }

    private static Optional<EndedWorkflows> row(ResultSet row) throws SQLException {
        String type = row.getString("type");
        return type == null
                ? Optional.empty()
                : Optional.of(new EndedWorkflows(
                        type,
                        row.getLong("complete"),
                        row.getLong("failed"),
                        row.getLong("cancelled"),
                        Percentiles.of(row, "waited"),
                        Percentiles.of(row, "took")));
    }
}
