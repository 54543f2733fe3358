package dev.atrium.jobs.inbound;

import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.intake.Subscriber;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Takes what sources deliver, each delivery once, and what the gateway has made of those that are its own
/// to apply.
@ApplicationScoped
public class WebhookEvents implements Subscriber {

    private static final String CONSUMER = "inbound";

    private final Intake intake;
    private final Inbound inbound;
    private final JobQueue queue;

    WebhookEvents(Intake intake, Inbound inbound, JobQueue queue) {
        this.intake = intake;
        this.inbound = inbound;
        this.queue = queue;
    }

    @Incoming("inbound-webhooks")
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
        return Set.of(EventType.WEBHOOK_RECEIVED, EventType.WEBHOOK_HANDLED);
    }

    @Override
    public void apply(Connection connection, CloudEvent event) throws SQLException {
        if (event.event() instanceof Event.WebhookHandled handled) {
            inbound.end(connection, handled);
        } else if (event.event() instanceof Event.WebhookReceived webhook
                && webhook.errand() != null
                && webhook.replay() == null) {
            inbound.take(connection, event, webhook, webhook.errand());
        }
    }

    @Override
    public void applied() {
        queue.wake(ErrandJob.TYPE.jobClass());
    }
}
