package dev.atrium.gateway.signin;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A session works in the organisation that its user has chosen.
@QuarkusTest
final class WorkplaceTest {

    private static final String PATH = "/api/session/organisation";
    private static final String AUTHORIZATION = "Authorization";

    /// Memberships are believed for a second; longer on a busy machine.

    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void theChoiceHoldsForTheSessionAndItsNextTokens() {
        Visit visit = visit();
        Visit other = Visit.of(visit.accessToken());
        String organisation = found(visit);

        Gateway.Answer switched = choose(visit, "\"" + organisation + "\"");

        assertEquals(200, switched.status(), switched.text());
        JsonNode me = me("Bearer " + switched.json().path("token").asText());
        assertEquals(organisation, me.path("tenant").asText());
        assertTrue(me.path("roles").toString().contains("owner"));
        assertEquals(me, me(visit.refreshed().bearer()));
        assertEquals("acme", me(other.bearer()).path("tenant").asText());

        choose(visit, "null");

        assertEquals("acme", me(visit.refreshed().bearer()).path("tenant").asText());
    }

    @Test
    void aBrowserGetsItInItsCookie() {
        Visit visit = visit();
        String organisation = found(visit);

        Gateway.Answer switched = Gateway.sendJson(
                "PUT",
                PATH,
                "{\"organisation\":\"" + organisation + "\"}",
                "Cookie",
                visit.cookie(),
                "Sec-Fetch-Site",
                "same-origin");

        assertEquals(200, switched.status(), switched.text());
        assertTrue(switched.json().path("token").isMissingNode());
        String cookie = switched.headers().firstValue("Set-Cookie").orElse("").split(";")[0];
        assertEquals(
                organisation,
                Gateway.send("GET", "/api/me", "Cookie", cookie)
                        .json()
                        .path("tenant")
                        .asText());
    }

    @Test
    void oneOrganisationsDoorIsAsClosedAsAnothers() {
        Visit visit = visit();
        String others = found(visit());

        choose(visit, "\"" + others + "\"").assertProblem(ProblemType.FORBIDDEN);
        choose(visit, "\"" + UUID.randomUUID() + "\"").assertProblem(ProblemType.FORBIDDEN);
        choose(visit, "\"globex\"").assertProblem(ProblemType.FORBIDDEN);
        choose(visit, "\"No id\"").assertProblem(ProblemType.INVALID_REQUEST);
        Gateway.sendJson("PUT", PATH, "{}", AUTHORIZATION, Gateway.newKey()).assertProblem(ProblemType.FORBIDDEN);
    }

    @Test
    void whoseOrganisationIsGoneStillSignsOutAndGoesElsewhere() {
        Visit visit = visit();
        String organisation = found(visit);
        String inside = "Bearer "
                + choose(visit, "\"" + organisation + "\"").json().path("token").asText();
        Gateway.Answer deleted = Gateway.send("DELETE", "/api/organisations/" + organisation, AUTHORIZATION, inside);
        assertEquals(204, deleted.status(), deleted.text());

        await().untilAsserted(() ->
                Gateway.send("GET", "/api/rooms", AUTHORIZATION, inside).assertProblem(ProblemType.FORBIDDEN));

        assertEquals(
                200, Gateway.send("GET", "/api/sessions", AUTHORIZATION, inside).status());
        Gateway.Answer back = Gateway.sendJson("PUT", PATH, "{}", AUTHORIZATION, inside);
        assertEquals(
                "acme",
                me("Bearer " + back.json().path("token").asText())
                        .path("tenant")
                        .asText());
        assertEquals(
                200,
                Gateway.send("POST", "/api/sign-out", AUTHORIZATION, inside).status());
    }

    /// Memberships cannot be read for a while, as when the database is away.
    @Test
    void aCookieThatCannotBeCheckedKeepsNobodyFromPagesForEverybody() throws SQLException {
        Visit visit = visit();
        choose(visit, "\"" + found(visit) + "\"");
        String cookie = visit.refreshed().cookie();

        try (Connection other = Database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("lock table memberships in access exclusive mode");
            await().until(() -> Gateway.send("GET", "/api/me", "Cookie", cookie).status() == 503);

            assertEquals(200, Gateway.send("GET", "/", "Cookie", cookie).status());
            assertEquals(
                    303, Gateway.send("GET", "/api/sign-in", "Cookie", cookie).status());
            other.rollback();
        }
    }

    private Visit visit() {
        return Visit.of(services.provider().token("u-" + UUID.randomUUID(), "acme"));
    }

    private static String found(Visit visit) {
        Gateway.Answer founded =
                Gateway.sendJson("POST", "/api/organisations", "{\"name\":\"Works\"}", AUTHORIZATION, visit.bearer());
        assertEquals(201, founded.status(), founded.text());
        return founded.json().path("id").asText();
    }

    private static Gateway.Answer choose(Visit visit, String organisation) {
        return Gateway.sendJson("PUT", PATH, "{\"organisation\":" + organisation + "}", AUTHORIZATION, visit.bearer());
    }

    private static JsonNode me(String bearer) {
        return Gateway.send("GET", "/api/me", AUTHORIZATION, bearer).json();
    }
}
