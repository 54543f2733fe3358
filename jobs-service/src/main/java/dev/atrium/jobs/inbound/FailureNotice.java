package dev.atrium.jobs.inbound;

import dev.atrium.jobs.notify.JobNotifier;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/// Tells a source's maker of what had no effect, where that was found out by a transaction that may hold
/// no inbox.
@ApplicationScoped
class FailureNotice implements JobHandler {

    /// The key says what is told once, the payload is a [Failure].
    static final JobType TYPE = new JobType("webhook.failure-notice", JobClass.FANOUT);

    private final DataSource dataSource;
    private final JobNotifier notifier;

    FailureNotice(DataSource dataSource, JobNotifier notifier) {
        this.dataSource = dataSource;
        this.notifier = notifier;
    }

    /// @param delivery its id
    record Failure(UUID delivery, String reason) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        Failure failure = Json.read(job.payload(), Failure.class);
        Optional<Received> received = TenantConnections.inTenant(
                dataSource,
                job.tenant(),
                connection -> ReceivedTable.find(connection, job.tenant(), failure.delivery()));
        if (received.isEmpty()) {
            return new Outcome.Done("it is forgotten");
        }
        Notifier.Telling telling = new Notifier.Telling(
                Endings.notification(received.get(), ReceivedState.FAILED, failure.reason()), TraceContext.current());
        notifier.tell(job.tenant(), List.of(telling));
        return new Outcome.Done(null);
    }
}
