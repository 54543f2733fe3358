package dev.atrium.jobs.queue;

import dev.atrium.jobs.figures.Ended;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Jobs in numbers.
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

    /// Every class, in the whole installation, in the connection's transaction: jobs that have not ended
    /// or were given up, of both at most [dev.atrium.jobs.figures.Counted#MOST]. A class is paused where it
    /// is for all tenants.
    public List<QueueFigures> installation(Connection connection) throws SQLException {
        List<AllJobsTable.InNumbers> counted = AllJobsTable.inNumbers(connection);
        Map<String, ClassPause> pauses = InstallationPauseTable.all(connection).stream()
                .collect(Collectors.toMap(ClassPause::jobClass, pause -> pause));
        return JobClass.labels().stream()
                .map(label -> figures(
                        label,
                        counted.stream()
                                .filter(some -> some.jobClass().equals(label))
                                .toList(),
                        pauses.get(label)))
                .toList();
    }

    private static QueueFigures figures(
            String jobClass, List<AllJobsTable.InNumbers> counted, @Nullable ClassPause pause) {
        return new QueueFigures(
                jobClass,
                counted.stream().collect(Collectors.toMap(some -> some.state().label(), AllJobsTable.InNumbers::jobs)),
                oldest(counted, AllJobsTable.InNumbers::oldest),
                oldest(counted, AllJobsTable.InNumbers::oldestDue),
                pause == null ? null : pause.pausedBy(),
                pause == null ? null : pause.pausedAt());
    }

    private static @Nullable Instant oldest(
            List<AllJobsTable.InNumbers> counted, Function<AllJobsTable.InNumbers, @Nullable Instant> time) {
        return counted.stream()
                .map(time)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
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
