package dev.atrium.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class WebhookLogTest {

    @Test
    void whatIsNotInKafkaIsNotAcknowledged() {
        // Port 1 is nobody's.
        WebhookLog log = new WebhookLog("127.0.0.1:1");
        CloudEvent event = new CloudEvent(
                "1",
                "/gateway-service",
                Instant.EPOCH,
                null,
                new Event.WebhookReceived(new TenantId("acme"), "s", "github", "m", null, null, ""));

        ProblemException failure = assertThrows(
                ProblemException.class, () -> log.write(event).await().atMost(Duration.ofSeconds(30)));

        assertEquals(ProblemType.UNAVAILABLE, failure.type());
        log.stop(new ShutdownEvent());
    }
}
