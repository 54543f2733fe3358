package dev.atrium.jobs.queue;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.outbox.JdbcOutbox;
import dev.atrium.platform.tenancy.AfterCommit;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;

/// Tells of jobs that were given up: their handler, a metric, the log, and by an event whoever wants to
/// know it.
@ApplicationScoped
class Deaths {

    private static final Logger LOG = Logger.getLogger(Deaths.class);

    private final JobHandlers handlers;
    private final JdbcOutbox outbox;
    private final JobMetrics metrics;

    Deaths(JobHandlers handlers, JdbcOutbox outbox, JobMetrics metrics) {
        this.handlers = handlers;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /// In the transaction in which the job is given up.
    ///
    /// @param attempts how often it was tried
    void tell(Connection connection, JobKey key, JobTable.Due job, int attempts, String reason) throws SQLException {
        handlers.abandoned(connection, key, job, reason);
        Event dead = new Event.JobDead(
                key.tenant(), key.id().toString(), job.subject(), job.jobClass(), job.type(), attempts, reason);
        outbox.addAll(connection, List.of(new JdbcOutbox.Traced(dead, job.traceparent())));
        AfterCommit.run(() -> {
            metrics.dead(job.type());
            LOG.errorf("job=%s is dead: %s", key, reason);
        });
    }
}
