package dev.atrium.jobs.inbound;

import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Takes what sources of the type `generic` deliver, each delivery once. What other types tell is the
/// gateway's, and has no errand.
@ApplicationScoped
public class WebhookEvents {

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
        intake.receive(CONSUMER, records, EventType.WEBHOOK_RECEIVED, this::take);
        queue.wake(ErrandJob.TYPE.jobClass());
    }

    private void take(Connection connection, CloudEvent event) throws SQLException {
        Event.WebhookReceived webhook = (Event.WebhookReceived) event.event();
        if (webhook.errand() != null) {
            inbound.take(connection, event, webhook, webhook.errand());
        }
    }
}
