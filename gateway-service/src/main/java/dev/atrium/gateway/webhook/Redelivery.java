package dev.atrium.gateway.webhook;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/// Lets sources deliver once more what had no effect: as long as a message is known, it is acknowledged and
/// goes no further.
@ApplicationScoped
public class Redelivery {

    private final Seen seen;

    Redelivery(Seen seen) {
        this.seen = seen;
    }

    /// Has the message of a source taken when it comes again. Other events are none of its business.
    public Uni<Void> allow(CloudEvent event) {
        return event.event() instanceof Event.WebhookReceived webhook
                ? seen.fail(UUID.fromString(webhook.source()), webhook.messageId())
                : Uni.createFrom().voidItem();
    }
}
