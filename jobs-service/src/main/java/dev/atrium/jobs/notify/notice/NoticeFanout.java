package dev.atrium.jobs.notify.notice;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.JobNotifier;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/// Tells the recipients of a notice. Who was told before is not told again.
@ApplicationScoped
class NoticeFanout implements JobHandler {

    /// The key is the notice, the payload a [Payload].
    static final JobType TYPE = new JobType("notify.notice", JobClass.FANOUT);

    private final JobNotifier notifier;

    NoticeFanout(JobNotifier notifier) {
        this.notifier = notifier;
    }

    record Payload(UUID id, Actor sender, Category category, Notice notice) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        Payload payload = Json.read(job.payload(), Payload.class);
        String traceparent = TraceContext.current();
        notifier.tell(
                job.tenant(),
                Objects.requireNonNull(payload.notice().recipients()).stream()
                        .map(recipient -> new Notifier.Telling(
                                payload.notice().to(recipient, payload.id(), payload.sender(), payload.category()),
                                traceparent))
                        .toList());
        return new Outcome.Done(null);
    }
}
