package dev.atrium.gateway.intake;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Event.UsageReported.Amount;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.web.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A consumer that fails altogether, as no dead letter can be written either, for a reason that nobody
/// has foreseen.
@QuarkusTest
final class ReadAgainTest {

    private static final String NO_LETTERS = "alter table dead_letter rename to dead_letter_away";
    private static final String LETTERS = "alter table if exists dead_letter_away rename to dead_letter";
    private static final String PARAMETERS = "(text, text[], text[], text[], text[], timestamptz[], bigint[])";

    @Inject
    MeterRegistry metrics;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    private final String tenant = "again-" + Ids.next();

    @BeforeEach
    void fresh() {
        StandIn.fresh();
    }

    @Test
    void theChannelGoesOnWhereItFailed() {
        CloudEvent unknown = deed("future.deed");
        Database.execute(NO_LETTERS);
        try {
            double before = failures("audit-events");
            Events.write(unknown, deed(AuditAction.JOB_CANCEL.label()));
            await().until(() -> failures("audit-events") > before);
        } finally {
            Database.execute(LETTERS);
        }

        await().until(() -> Database.deeds(tenant).equals(List.of(AuditAction.JOB_CANCEL.label())));
        assertEquals(1, letters(unknown));
        assertAlive();
    }

    @Test
    void aBatchIsGivenAgainAsAWhole() {
        CloudEvent first = report(3);
        CloudEvent second = report(4);
        Database.execute(NO_LETTERS + "; alter function record_usage" + PARAMETERS + " rename to record_usage_away");
        try {
            double before = failures("usage");
            Events.write(first, second);
            await().until(() -> failures("usage") > before);
        } finally {
            Database.execute("alter function record_usage_away" + PARAMETERS + " rename to record_usage; " + LETTERS);
        }

        await().until(() -> used().equals("7"));
        assertEquals(0, letters(first) + letters(second));
        assertAlive();
    }

    private void assertAlive() {
        assertEquals(200, Request.to(managementPort).get("/q/health/live").statusCode());
        List<String> checks = Request.to(managementPort).get("/q/health/live").path("checks.data");
        for (String channel : List.of("audit-events", "usage", "payments", "webhooks-received")) {
            assertTrue(checks.toString().contains(channel + "=[OK]"), checks::toString);
        }
    }

    private double failures(String channel) {
        Counter counter =
                metrics.find("atrium.consumer.failures").tag("channel", channel).counter();
        return counter == null ? 0 : counter.count();
    }

    private static long letters(CloudEvent event) {
        return Database.count("select count(*) from dead_letter where headers like '%' || ? || '%'", event.id());
    }

    private String used() {
        return Database.textIn(
                tenant, "select amount from usage where tenant = ? and grain = 'total' and meter = 'messages'", tenant);
    }

    private CloudEvent deed(String action) {
        return event(new Event.Audited(
                new TenantId(tenant), new Actor("user:ada", "Ada"), action, "a-target", Map.of("name", "x")));
    }

    private CloudEvent report(long messages) {
        return event(new Event.UsageReported(
                new TenantId(tenant), List.of(new Amount("messages", "", Instant.now(), messages))));
    }

    private static CloudEvent event(Event event) {
        return new CloudEvent(Ids.next().toString(), "/a-service", Instant.now(), null, event);
    }
}
