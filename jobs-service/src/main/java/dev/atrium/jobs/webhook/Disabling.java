package dev.atrium.jobs.webhook;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.platform.web.Json;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/// Disables endpoints whose receivers are gone or keep failing, and tells their owners: in their inbox,
/// and by `endpoint.disabled` to their other endpoints. What waits for a disabled endpoint goes on when
/// it is enabled again.
@ApplicationScoped
class Disabling {

    private static final Logger LOG = Logger.getLogger(Disabling.class);

    private final Dispatch dispatch;
    private final Notifier notifier;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    Disabling(Dispatch dispatch, Notifier notifier, MeterRegistry metrics, InstantSource clock) {
        this.dispatch = dispatch;
        this.notifier = notifier;
        this.metrics = metrics;
        this.clock = clock;
    }

    void disable(Connection connection, EndpointKey key, Disabled reason) throws SQLException {
        Instant now = clock.instant();
        if (!EndpointTable.disable(connection, key, reason, now)) {
            return;
        }
        Endpoint endpoint = EndpointTable.find(connection, key).orElseThrow();
        String source = "endpoint-disabled:" + key + "@" + now;
        PublicEvent event = PublicEvent.of(
                source,
                PublicType.ENDPOINT_DISABLED,
                now,
                new Payloads.EndpointDisabled(endpoint.id().toString(), endpoint.url(), reason.label()),
                new Audience(endpoint.subject(), null, false));
        dispatch.dispatch(connection, key.tenant(), List.of(event));
        boolean _ = notifier.add(connection, key.tenant(), notification(source, endpoint, reason));
        metrics.counter("atrium.webhooks.disabled", "reason", reason.label()).increment();
        LOG.infof("endpoint=%s was disabled: %s", key, reason.label());
    }

    private static Notification notification(String source, Endpoint endpoint, Disabled reason) {
        String why = switch (reason) {
            case GONE -> "Its receiver answered 410: it wants no more.";
            case FAILING -> "Its receiver has done nothing but fail since " + endpoint.failingSince() + ".";
            case OWNER -> "Somebody asked for it.";
            case LEFT -> "Its owner is no member any more.";
        };
        return Notification.of(source, endpoint.subject(), Category.SYSTEM, "A webhook endpoint was disabled")
                .withBody(endpoint.url() + "\n" + why + " What waits for it is sent when it is enabled again.")
                .withLink(Notification.INBOX)
                .withData(Json.write(Map.of("endpoint", endpoint.id())))
                .inGroup("webhook-endpoint:" + endpoint.id(), null);
    }
}
