package dev.atrium.jobs.notify;

import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Map;

/// Tells administrators that much of a quota of their organisation's plan is used, or all of it (GW-16).
@ApplicationScoped
class QuotaNotice implements JobHandler {

    /// The key is the event's id, the payload a [Event.QuotaReached].
    static final JobType TYPE = new JobType("notify.quota", JobClass.FANOUT);

    private static final int ALL = 100;

    private final JobNotifier notifier;

    QuotaNotice(JobNotifier notifier) {
        this.notifier = notifier;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        Event.QuotaReached reached = Json.read(job.payload(), Event.QuotaReached.class);
        String traceparent = TraceContext.current();
        notifier.tell(
                job.tenant(),
                reached.administrators().stream()
                        .map(administrator -> new Notifier.Telling(notification(reached, administrator), traceparent))
                        .toList());
        return new Outcome.Done(null);
    }

    private static Notification notification(Event.QuotaReached reached, String administrator) {
        String meter = reached.meter().replace('-', ' ');
        String title = reached.percent() >= ALL
                ? "The plan '" + reached.plan() + "' has no more " + meter + " for your organisation"
                : reached.percent() + " % of the " + meter + " of your organisation's plan are used";
        String source = "quota:" + reached.meter() + ":" + reached.month() + ":" + reached.percent();
        return Notification.of(source, administrator, Category.SYSTEM, title)
                .withBody("The plan '" + reached.plan() + "' has " + reached.limit() + " " + meter + ".")
                .withLink(Notification.INBOX)
                .withData(Json.write(Map.of("meter", reached.meter(), "percent", reached.percent())))
                .inGroup("quota:" + reached.meter(), null);
    }
}
