package dev.atrium.gateway.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A socket's credential ends, and another takes its place.
@QuarkusTest
final class RenewalsTest {

    private static final String RENEWALS = "/api/sockets/renewals";

    private final long end = Instant.now().getEpochSecond() + 200;
    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void anAccessTokenGivesARenewalForTheSameUserUntilItsOwnEnd() {
        long before = Instant.now().getEpochSecond();
        Gateway.Answer answer = Gateway.send("POST", RENEWALS, "Authorization", accessToken());

        assertEquals(200, answer.status(), answer.text());
        assertEquals("no-store", answer.header("Cache-Control"));
        JsonNode claims = Sockets.claims(answer.json().path("token").asText());
        assertEquals("user:ann", claims.path("sub").asText());
        assertEquals("acme", claims.path("tenant").asText());
        assertEquals("room-service/socket", claims.path("aud").asText());
        assertEquals(end, claims.path("until").asLong());
        long expires = claims.path("exp").asLong();
        assertTrue(expires - before >= answer.json().path("expiresInSeconds").asLong() - 1, answer.text());
        assertTrue(expires - Instant.now().getEpochSecond() <= 60, answer.text());
    }

    @Test
    void aRenewalOpensNothing() {
        String renewal = Gateway.send("POST", RENEWALS, "Authorization", accessToken())
                .json()
                .path("token")
                .asText();

        Gateway.send("GET", "/api/me", "Authorization", "Bearer " + renewal).assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(401, Sockets.refused(Sockets.options(Sockets.PATH + "?ticket=" + renewal)));
    }

    @Test
    void neitherKeysNorNothingGiveARenewal() {
        Gateway.send("POST", RENEWALS, "Authorization", Gateway.newKey()).assertProblem(ProblemType.CONFLICT);
        Gateway.send("POST", RENEWALS).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void aServiceLearnsWhenTheCredentialEnds() throws Exception {
        Sockets.open(Sockets.options(Sockets.PATH, accessToken())).close();

        assertEquals(end, Sockets.claims(services).path("until").asLong());
    }

    @Test
    void aTicketDoesNotOutliveTheAccessTokenThatItWasGotWith() throws Exception {
        Sockets.open(Sockets.PATH + "?ticket=" + Sockets.ticket(accessToken())).close();

        assertEquals(end, Sockets.claims(services).path("until").asLong());
    }

    @Test
    void aServiceLearnsWhenAKeyEndsIfItDoes() throws Exception {
        JsonNode ending = Gateway.createKey("{\"expiresAt\":\"" + Instant.now().plus(Duration.ofDays(1)) + "\"}");
        Sockets.open(Sockets.options(
                        Sockets.PATH, "Bearer " + ending.path("key").asText()))
                .close();
        long until = Instant.parse(ending.path("expiresAt").asText()).getEpochSecond();
        assertEquals(until, Sockets.claims(services).path("until").asLong());

        services = StandIn.fresh();
        Sockets.open(Sockets.options(Sockets.PATH, Gateway.newKey())).close();
        assertFalse(Sockets.claims(services).has("until"));
    }

    private String accessToken() {
        JwtClaims claims = AccessTokens.claims("ann", Map.of("organization", "acme"));
        claims.setExpirationTime(NumericDate.fromSeconds(end));
        return "Bearer " + services.provider().sign(claims);
    }
}
