package dev.atrium.gateway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.session.Pseudonyms;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whoever has no credentials posts as a guest, and does nothing else (GW-4).
@QuarkusTest
final class GuestsTest {

    private static final String ROOM = "/api/rooms/0198c0de-0000-7000-8000-000000000001";
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @Inject
    Pseudonyms pseudonyms;

    @Test
    void aMessageWithoutCredentialsIsAGuests() {
        JsonNode first = postedBy();
        JsonNode second = postedBy();

        assertTrue(first.path("sub").asText().matches("guest:[0-9a-f]{16}"));
        assertTrue(first.path("handle").asText().matches("guest-[a-z]+-[a-z]+-[0-9]+"));
        assertEquals("commons", first.path("tenant").asText());
        assertEquals(
                Set.of("rooms:read", "messages:write"),
                Set.of(first.path("scope").asText().split(" ")));
        assertEquals(first.path("sub"), second.path("sub"));
        assertEquals(first.path("handle"), second.path("handle"));
    }

    @Test
    void aGuestDoesNothingElse() {
        StandIn.fresh();

        Gateway.sendJson("PATCH", ROOM + "/messages/0198c0de-0000-7000-8000-000000000002", "{}")
                .assertProblem(ProblemType.UNAUTHENTICATED);
        Gateway.sendJson("PUT", ROOM + "/drafts/a", "{}").assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void anAddressIsSomebodyForADay() {
        Guests guests = guests(NOON, true);

        assertEquals(guests.at("192.0.2.1"), guests.at("192.0.2.1"));
        assertNotEquals(guests.at("192.0.2.1"), guests.at("192.0.2.2"));
        assertEquals(
                guests.at("192.0.2.1"), guests(NOON.plusSeconds(3600), true).at("192.0.2.1"));
        assertNotEquals(
                guests.at("192.0.2.1"), guests(NOON.plusSeconds(86_400), true).at("192.0.2.1"));
        assertTrue(guests.at("192.0.2.1")
                .map(Caller::subject)
                .filter(Caller::isGuest)
                .isPresent());
    }

    @Test
    void thereAreNoneWhereTheyAreNotWelcome() {
        assertEquals(Optional.empty(), guests(NOON, false).at("192.0.2.1"));
    }

    private Guests guests(Instant now, boolean welcome) {
        return new Guests(pseudonyms, InstantSource.fixed(now), () -> welcome);
    }

    private static JsonNode postedBy() {
        StandIn services = StandIn.fresh();
        Gateway.sendJson("POST", ROOM + "/messages", "{\"content\":\"hello\"}");
        return Sockets.claims(services);
    }
}
