package dev.atrium.jobs.operations;

import dev.atrium.jobs.lane.Lanes;
import dev.atrium.jobs.queue.Queues;
import dev.atrium.jobs.schedule.Schedules;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// Everything that happens later in the installation, at a glance.
@ApplicationScoped
class Installation {

    private final DataSource dataSource;
    private final Lanes lanes;
    private final Queues queues;
    private final Workflows workflows;
    private final Schedules schedules;
    private final ConsumerLags lags;

    Installation(
            DataSource dataSource,
            Lanes lanes,
            Queues queues,
            Workflows workflows,
            Schedules schedules,
            ConsumerLags lags) {
        this.dataSource = dataSource;
        this.lanes = lanes;
        this.queues = queues;
        this.workflows = workflows;
        this.schedules = schedules;
        this.lags = lags;
    }

    InstallationResource.Figures figures() throws SQLException, InterruptedException {
        // Before the transaction, which waits for nothing but the database.
        List<ConsumerLags.Lag> behind = lags.read();
        return TenantConnections.inTransaction(
                dataSource,
                connection -> new InstallationResource.Figures(
                        lanes.figures(connection),
                        queues.installation(connection),
                        workflows.figures(connection, null),
                        schedules.figures(connection, null),
                        queues.paused(connection),
                        queues.ended(connection, null),
                        workflows.ended(connection, null),
                        behind,
                        Waiting.outbox(connection),
                        Waiting.deadLetters(connection)));
    }
}
