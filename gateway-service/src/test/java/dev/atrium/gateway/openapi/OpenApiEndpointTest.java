package dev.atrium.gateway.openapi;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.StandIn;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class OpenApiEndpointTest {

    private static final String ROOMS = """
            {"openapi":"3.1.0","paths":{"/api/rooms":{"get":{"summary":"rooms","responses":{"200":{"description":"ok"}}}}}}""";

    @Test
    void describesTheGatewaysOwnRoutesAndWhatServicesSayOfTheirs() {
        StandIn services = StandIn.fresh();
        services.answers(request ->
                request.response().putHeader("Content-Type", "application/json").end(ROOMS));

        await().until(() -> suite().at("/paths/~1api~1rooms").has("get"));

        JsonNode suite = suite();
        assertEquals("3.1.0", suite.path("openapi").asText());
        for (Route route : Policy.routes()) {
            if (route.destination() == Destination.GATEWAY
                    && route.path().toString().startsWith("/api/")) {
                String method = route.method().name().toLowerCase(Locale.ROOT);
                assertTrue(suite.path("paths").path(route.path().toString()).has(method), route.toString());
            }
        }
        assertTrue(suite.at("/paths/~1api~1rooms~1{id}~1ws").has("get"));
        assertEquals("rooms", suite.at("/paths/~1api~1rooms/get/summary").asText());
    }

    private static JsonNode suite() {
        return Gateway.send("GET", "/api/openapi").json();
    }

    @Test
    void whoHasItIsToldThatNothingHasChanged() {
        // Services that come or go change it.
        await().untilAsserted(() -> {
            Answer first = Gateway.send("GET", "/api/openapi");
            Answer again = Gateway.send("GET", "/api/openapi", "If-None-Match", first.header("ETag"));

            assertEquals(304, again.status());
            assertEquals(first.header("ETag"), again.header("ETag"));
            assertEquals("", again.text());
        });
    }

    @Test
    void comesAsYamlToWhoAsksForIt() {
        Answer answer = Gateway.send("GET", "/api/openapi", "Accept", "application/yaml");

        assertEquals("application/yaml;charset=UTF-8", answer.header("Content-Type"));
        assertTrue(answer.text().contains("openapi: \"3.1.0\""));
    }
}
