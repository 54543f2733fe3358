package dev.atrium.jobs.invitation;

import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.intake.Subscriber;
import dev.atrium.jobs.intake.UnusableEventException;
import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.web.Json;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Adds a job for each invitation that is to be sent. It belongs to the organisation, not to who
/// invites: its payload has the token.
@ApplicationScoped
public class InvitationEvents implements Subscriber {

    private static final String CONSUMER = "invitation";
    private static final String ORGANISATION = "organisation";

    private final Intake intake;
    private final JobQueue queue;

    InvitationEvents(Intake intake, JobQueue queue) {
        this.intake = intake;
        this.queue = queue;
    }

    @Incoming("invitation-events")
    @RunOnVirtualThread
    public void receive(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        intake.receive(records, this);
    }

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Set<EventType> wanted() {
        return Set.of(EventType.INVITATION_SENT);
    }

    @Override
    public void applied() {
        queue.wake(JobClass.MAIL);
    }

    @Override
    public void apply(Connection connection, CloudEvent event) throws SQLException {
        if (event.event() instanceof Event.InvitationSent sent) {
            if (MailAddress.parse(sent.email()).isEmpty()) {
                throw new UnusableEventException("no mail can be sent to this address");
            }
            queue.add(
                    connection,
                    InvitationMail.TYPE,
                    sent.tenant(),
                    InvitationMail.key(sent),
                    ORGANISATION,
                    Json.write(sent));
        }
    }
}
