package dev.atrium.jobs.notify.notice;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.JobNotifier;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.queue.Written;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Tells the recipients of a notice. Who was told before is not told again.
@ApplicationScoped
class NoticeFanout implements JobHandler {

    /// The key is the notice, the payload a [Payload].
    static final JobType TYPE = new JobType("notify.notice", JobClass.FANOUT);

    private final JobNotifier notifier;

    private final Rewriting rewriting;

    NoticeFanout(JobNotifier notifier, Rewriting rewriting) {
        this.notifier = notifier;
        this.rewriting = rewriting;
    }

    record Payload(UUID id, Actor sender, Category category, Notice notice) {

        static Payload of(UUID id, Submission submission) {
            return new Payload(id, submission.sender().actor(), submission.category(), submission.notice());
        }

        int recipients() {
            return Objects.requireNonNull(notice.recipients()).size();
        }
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Optional<Written> written() {
        return Optional.of(rewriting);
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
