package dev.atrium.gateway.health;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class HealthEndpointTest {

    @Inject
    @Readiness
    PlacementsKnown placements;

    @Test
    void isDegradedWithoutSearchAndDownWithoutRooms() {
        StandIn services = StandIn.fresh();

        // What was seen last, also by the tests before, is said for a moment.
        await().untilAsserted(() -> {
            JsonNode parts = Gateway.send("GET", "/api/health").json().path("parts");
            assertEquals("up", parts.path("gateway").asText());
            assertEquals("up", parts.path("rooms").asText());
            assertEquals("up", parts.path("postgres").asText());
            assertEquals("up", parts.path("redis").asText());
            assertEquals("up", parts.path("kafka").asText());
            assertEquals("up", parts.path("sign-in").asText());
            assertEquals("down", parts.path("search").asText());
            assertEquals("degraded", ask(200));
        });

        services.away();
        await().until(() -> ask(503).equals("down"));
    }

    @Test
    void withoutTheIdentityProviderNobodyCanSignIn() {
        StandIn services = StandIn.fresh();

        services.failsToGiveKeys();

        await().until(() -> part("sign-in").equals("down"));
        await().until(() -> ask(200).equals("degraded"));
    }

    @Test
    void theGatewayIsReadyOnceItKnowsWhereRoomsAre() {
        await().until(() ->
                Boolean.TRUE.equals(placements.call().getData().orElseThrow().get("known")));

        assertEquals(HealthCheckResponse.Status.UP, placements.call().getStatus());
    }

    private static String part(String name) {
        return Gateway.send("GET", "/api/health")
                .json()
                .path("parts")
                .path(name)
                .asText();
    }

    /// The status, if the answer has the HTTP status.
    private static String ask(int httpStatus) {
        Gateway.Answer answer = Gateway.send("GET", "/api/health");
        return answer.status() == httpStatus ? answer.json().path("status").asText() : "";
    }
}
