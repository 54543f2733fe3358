package dev.atrium.jobs.notify.room;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/// Tells those whom a message names, and the one whom it answers, if they may read the room and the
/// message is still there; of one message each is told once. All of it is one transaction.
@ApplicationScoped
class MessageFanout implements JobHandler {

    /// The key is room and sequence, the payload a [Told].
    static final JobType TYPE = new JobType("notify.message", JobClass.FANOUT);

    private final DataSource dataSource;
    private final Notifier notifier;
    private final InstantSource clock;

    MessageFanout(DataSource dataSource, Notifier notifier, InstantSource clock) {
        this.dataSource = dataSource;
        this.notifier = notifier;
        this.clock = clock;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        Told told = Json.read(job.payload(), Told.class);
        TenantConnections.inTenant(dataSource, job.tenant(), connection -> tell(connection, job.tenant(), told));
        return new Outcome.Done(null);
    }

    private boolean tell(Connection connection, TenantId tenant, Told told) throws SQLException {
        Optional<KnownRoom> room = KnownTable.room(connection, tenant, told.room());
        if (room.isEmpty() || KnownTable.isGone(connection, tenant, told.room(), told.message())) {
            return false;
        }
        // In the order of the subjects, in which inboxes are held.
        for (Map.Entry<String, Category> recipient :
                recipients(connection, tenant, told).entrySet()) {
            if (Readers.mayRead(connection, tenant, room.get(), recipient.getKey(), clock.instant())) {
                notifier.add(
                        connection, tenant, notification(room.get(), told, recipient.getKey(), recipient.getValue()));
            }
        }
        return true;
    }

    /// A mention is more than an answer.
    private static Map<String, Category> recipients(Connection connection, TenantId tenant, Told told)
            throws SQLException {
        Map<String, Category> recipients = new TreeMap<>();
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
