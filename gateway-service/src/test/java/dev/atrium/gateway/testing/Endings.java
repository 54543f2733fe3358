package dev.atrium.gateway.testing;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event.WebhookHandled;
import dev.atrium.platform.event.Topic;
import java.util.List;

/// What the log of deliveries is told of a source of webhooks.
public final class Endings {

    private Endings() {}

    /// What was told until now; in order for each message, which has a key of its own.
    ///
    /// @param source its id
    public static List<WebhookHandled> of(String source) {
        return Events.about(Topic.WEBHOOKS_RECEIVED, source).stream()
                .map(CloudEvent::event)
                .filter(WebhookHandled.class::isInstance)
                .map(WebhookHandled.class::cast)
                .toList();
    }
}
