package dev.atrium.jobs.workflow;

import dev.atrium.jobs.figures.Counted;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts the rows of the table `workflow`, in the connection's transaction.
final class FiguresTable {

    private record Row(
            String type,
            WorkflowStatus status,
            long instances,
            @Nullable Instant oldest) {}

    private FiguresTable() {}

    /// Of a tenant that the transaction sees.
    static List<WorkflowFigures> all(Connection connection, TenantId tenant) throws SQLException {
        return byType(Sql.query(
                connection,
                "select type, status, count(*) as instances, min(created_at) as oldest from workflow"
                        + " where tenant = ? group by type, status",
                FiguresTable::row,
                tenant.value()));
    }

    /// Of all tenants, whichever the transaction sees, without those that are complete or cancelled.
    static List<WorkflowFigures> installation(Connection connection) throws SQLException {
        return byType(Sql.query(connection, "select * from workflows_in_numbers(?)", FiguresTable::row, Counted.MOST));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("type"),
                WorkflowStatus.labelled(row.getString("status")).orElseThrow(),
                row.getLong("instances"),
                Sql.instant(row, "oldest"));
    }

    private static List<WorkflowFigures> byType(List<Row> rows) {
        Map<String, List<Row>> byType = new TreeMap<>();
        rows.forEach(row ->
                byType.computeIfAbsent(row.type(), _ -> new ArrayList<>()).add(row));
        return byType.entrySet().stream()
                .map(entry -> figures(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static WorkflowFigures figures(String type, List<Row> rows) {
        Map<String, Long> instances = new HashMap<>();
        Instant oldestOpen = null;
        for (Row row : rows) {
            instances.put(row.status().label(), row.instances());
            if (!row.status().isFinal()
                    && row.oldest() != null
                    && (oldestOpen == null || row.oldest().isBefore(oldestOpen))) {
                oldestOpen = row.oldest();
            }
        }
        return new WorkflowFigures(type, instances, oldestOpen);
    }
}
