package dev.atrium.jobs.queue;

import dev.atrium.jobs.figures.Ended;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /// How jobs ended in the last hour, by class.
    ///
    /// @param tenant null: of all tenants, for the operator
    public Ended<EndedJobs> ended(Connection connection, @Nullable TenantId tenant) throws SQLException {
        return EndedTable.read(connection, tenant == null ? null : tenant.value());
    }

    /// Classes that are paused for all tenants, in the connection's transaction.
    public List<ClassPause> paused(Connection connection) throws SQLException {
        return InstallationPauseTable.all(connection);
    }

    QueueFigures one(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        PauseTable.Pause pause = pause(connection, tenant, jobClass).orElse(null);
        return new QueueFigures(
                jobClass.label(),
                JobTable.counts(connection, tenant, jobClass),
                JobTable.oldestOpen(connection, tenant, jobClass).orElse(null),
                JobTable.oldestDue(connection, tenant, jobClass).orElse(null),
                pause == null ? null : pause.pausedBy(),
                pause == null ? null : pause.pausedAt());
    }

    /// The tenant's own, or else the installation's.
    private static Optional<PauseTable.Pause> pause(Connection connection, TenantId tenant, JobClass jobClass)
            throws SQLException {
        Optional<PauseTable.Pause> own = PauseTable.find(connection, tenant, jobClass);
        return own.isPresent()
                ? own
                : InstallationPauseTable.find(connection, jobClass)
                        .map(pause ->
                                new PauseTable.Pause(JobsOfAll.OPERATOR, Objects.requireNonNull(pause.pausedAt())));
    }
}
