package dev.atrium.jobs.queue;

import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A tenant's jobs in numbers.
@ApplicationScoped
public class Queues {

    /// Every class, in the connection's transaction, which sees the tenant.
    public List<QueueFigures> all(Connection connection, TenantId tenant) throws SQLException {
        List<QueueFigures> queues = new ArrayList<>();
        for (JobClass jobClass : JobClass.values()) {
            queues.add(one(connection, tenant, jobClass));
        }
        return queues;
    }

    QueueFigures one(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        PauseTable.Pause pause = PauseTable.find(connection, tenant, jobClass).orElse(null);
        return new QueueFigures(
                jobClass.label(),
                JobTable.counts(connection, tenant, jobClass),
                JobTable.oldestOpen(connection, tenant, jobClass).orElse(null),
                pause == null ? null : pause.pausedBy(),
                pause == null ? null : pause.pausedAt());
    }
}
