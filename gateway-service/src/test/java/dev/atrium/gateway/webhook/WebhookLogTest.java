package dev.atrium.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookLogTest {

    @ParameterizedTest
    // Port 1 is nobody's; from the other no producer can be made.
    @ValueSource(strings = {"127.0.0.1:1", "no.such.host.invalid:1"})
    void whatIsNotInKafkaIsNotAcknowledged(String brokers) {
        WebhookLog log = new WebhookLog(new KafkaClients(Map.of("bootstrap.servers", brokers)));
        CloudEvent event = new CloudEvent(
                "1",
                "/gateway-service",
                Instant.EPOCH,
                null,
                new Event.WebhookReceived(new TenantId("acme"), "s", "github", "m", null, null, "", null, null, null));

        ProblemException failure = assertThrows(
                ProblemException.class, () -> log.write(event).await().atMost(Patience.USUAL));

        assertEquals(ProblemType.UNAVAILABLE, failure.type());
        log.stop(new ShutdownEvent());
    }
}
