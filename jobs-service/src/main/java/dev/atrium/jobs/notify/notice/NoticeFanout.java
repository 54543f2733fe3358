package dev.atrium.jobs.notify.notice;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

/// Tells the recipients of a notice, some in each transaction, so that no inbox is held for long. Who
/// was told before is not told again.
@ApplicationScoped
class NoticeFanout implements JobHandler {

    /// The key is the notice, the payload a [Payload].
    static final JobType TYPE = new JobType("notify.notice", JobClass.FANOUT);

    private static final int BATCH = 50;

    private final DataSource dataSource;
    private final Notifier notifier;

    NoticeFanout(DataSource dataSource, Notifier notifier) {
        this.dataSource = dataSource;
        this.notifier = notifier;
    }

    record Payload(UUID id, Actor sender, Category category, Notice notice) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        Payload payload = Json.read(job.payload(), Payload.class);
        List<String> recipients = Objects.requireNonNull(payload.notice().recipients());
        for (int from = 0; from < recipients.size(); from += BATCH) {
            List<String> some = recipients.subList(from, Math.min(from + BATCH, recipients.size()));
            TenantConnections.inTenant(dataSource, job.tenant(), connection -> tell(connection, job, payload, some));
        }
        return new Outcome.Done(null);
    }

    private boolean tell(Connection connection, Job job, Payload payload, List<String> recipients) throws SQLException {
        for (String recipient : recipients) {
            notifier.add(
                    connection,
                    job.tenant(),
                    payload.notice().to(recipient, payload.id(), payload.sender(), payload.category()));
        }
        return true;
    }
}
