package dev.atrium.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class PaymentSourcesTest {

    private static final Logger LOG = Logger.getLogger(PaymentSources.class.getName());

    /// The message alone.
    private static final Formatter FORMAT = new PatternFormatter("%s");

    @Inject
    PaymentSources sources;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            told.add(FORMAT.format(record));
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(listener);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(listener);
    }

    @Test
    void whoMaySayWhatWasPaidForIsToldOnce() {
        String name = "op-" + Ids.next();
        String id = source(name, "operators", "payment");
        String generic = source(name, "operators", "generic");
        String elsewhere = source(name, "acme", "generic");

        sources.run().await().atMost(Patience.USUAL);
        sources.run().await().atMost(Patience.USUAL);

        assertEquals(
                1,
                told.stream()
                        .filter(text -> text.contains("object=" + id + " user=user:"))
                        .count());
        assertEquals(0, told.stream().filter(text -> text.contains(generic)).count());
        assertEquals(0, told.stream().filter(text -> text.contains(elsewhere)).count());
    }

    private static String source(String name, String organisation, String type) {
        String token = "Bearer "
                + StandIn.fresh()
                        .provider()
                        .sign(AccessTokens.claims(
                                name,
                                Map.of(
                                        "organization",
                                        List.of(organisation),
                                        "realm_access",
                                        Map.of("roles", List.of("admin")))));
        Gateway.Answer made = Gateway.sendJson(
                "POST",
                "/api/webhook-sources",
                "{\"name\":\"S\",\"scheme\":\"stripe\",\"type\":\"" + type
                        + "\",\"secret\":\"whsec_0123456789abcdef\"}",
                "Authorization",
                token);
        assertEquals(201, made.status(), made.text());
        return made.json().path("id").asText();
    }
}
