package dev.atrium.jobs.notify.room;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.JobNotifier;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// Tells those whom a message names, and the one whom it answers, if they may read the room and the
/// message is still there; of one message each is told once.
@ApplicationScoped
class MessageFanout implements JobHandler {

    /// The key is room and sequence, the payload a [Told].
    static final JobType TYPE = new JobType("notify.message", JobClass.FANOUT);

    private final DataSource dataSource;
    private final JobNotifier notifier;
    private final InstantSource clock;

    MessageFanout(DataSource dataSource, JobNotifier notifier, InstantSource clock) {
        this.dataSource = dataSource;
        this.notifier = notifier;
        this.clock = clock;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        TenantId tenant = job.tenant();
        Told told = Json.read(job.payload(), Told.class);
        List<Notifier.Telling> tellings =
                TenantConnections.inTenant(dataSource, tenant, connection -> tellings(connection, tenant, told));
        // Asked where it is told, so that who takes the message away meanwhile waits, and finds what was said.
        notifier.tell(
                tenant,
                connection -> KnownTable.isThere(connection, tenant, told.room())
                        && !KnownTable.isGone(connection, tenant, told.room(), told.message()),
                tellings);
        return new Outcome.Done(null);
    }

    private List<Notifier.Telling> tellings(Connection connection, TenantId tenant, Told told) throws SQLException {
        Optional<KnownRoom> room = KnownTable.room(connection, tenant, told.room());
        if (room.isEmpty()) {
            return List.of();
        }
        String traceparent = TraceContext.current();
        List<Notifier.Telling> tellings = new ArrayList<>();
        for (Map.Entry<String, Category> recipient :
                recipients(connection, tenant, told).entrySet()) {
            if (Readers.mayRead(connection, tenant, room.get(), recipient.getKey(), clock.instant())) {
                Notification notification = notification(room.get(), told, recipient.getKey(), recipient.getValue());
                tellings.add(new Notifier.Telling(notification, traceparent));
            }
        }
        return tellings;
    }

    /// A mention is more than an answer.
    private static Map<String, Category> recipients(Connection connection, TenantId tenant, Told told)
            throws SQLException {
        Map<String, Category> recipients = new HashMap<>();
        if (told.replyTo() != null) {
            KnownTable.sender(connection, tenant, told.room(), told.replyTo())
                    .ifPresent(sender -> recipients.put(sender, Category.REPLY));
        }
        for (String handle : told.mentions()) {
            for (String subject : KnownTable.subjects(connection, tenant, told.room(), handle)) {
                recipients.put(subject, Category.MENTION);
            }
        }
        recipients.keySet().removeIf(Caller::isGuest);
        return recipients;
    }

    private static Notification notification(KnownRoom room, Told told, String recipient, Category category) {
        boolean isReply = category == Category.REPLY;
        String title = told.sender().handle() + (isReply ? " answered you in " : " mentioned you in ") + room.name();
        String groupTitle = "{count} new " + (isReply ? "replies" : "mentions") + " in " + room.name();
        String group = isReply ? "message:" + told.room() + "/" + told.replyTo() : "room:" + told.room();
        return Notification.of(told.source(), recipient, category, title)
                .withBody(told.content())
                .withLink("/?room=" + told.room() + "&message=" + told.message())
                .withData(Json.write(Map.of("room", told.room(), "message", told.message())))
                .inGroup(group, groupTitle)
                .about(Readers.topic(told.room()))
                .by(told.sender());
    }
}
