package dev.atrium.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What pages of other origins may, of which `https://pages.example` is trusted with rooms and
/// sessions, and all others may use rooms without being anybody.
@QuarkusTest
final class CorsTest {

    private static final String TRUSTED = "https://pages.example";
    private static final String OTHER = "https://other.example";
    private static final String ALLOWED = "Access-Control-Allow-Origin";
    private static final String CREDENTIALS = "Access-Control-Allow-Credentials";

    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void theGatewayAnswersPreflightsItself() {
        Gateway.Answer trusted = preflight("POST", "/api/rooms", TRUSTED);

        assertEquals(204, trusted.status());
        assertEquals(TRUSTED, trusted.header(ALLOWED));
        assertEquals("true", trusted.header(CREDENTIALS));
        assertEquals("POST", trusted.header("Access-Control-Allow-Methods"));
        assertTrue(trusted.header("Access-Control-Allow-Headers").contains("Idempotency-Key"));
        assertEquals("600", trusted.header("Access-Control-Max-Age"));
        assertTrue(trusted.headers().allValues("Vary").toString().contains("Origin"));
        Gateway.Answer other = preflight("POST", "/api/rooms/7/messages", OTHER);
        assertEquals(OTHER, other.header(ALLOWED));
        assertEquals("", other.header(CREDENTIALS));
        assertEquals(0, services.seen().size());
    }

    @Test
    void whatNoRuleAllowsIsRefused() {
        preflight("GET", "/api/sessions", OTHER).assertProblem(ProblemType.FORBIDDEN);
        preflight("GET", "/api/me", TRUSTED).assertProblem(ProblemType.FORBIDDEN);
        preflight("TRACE", "/api/rooms", TRUSTED).assertProblem(ProblemType.FORBIDDEN);
        preflight("GET", "/api/roomsy", TRUSTED).assertProblem(ProblemType.FORBIDDEN);
        assertEquals("", Gateway.send("GET", "/api/health", "Origin", TRUSTED).header(ALLOWED));
        Gateway.send("OPTIONS", "/api/rooms").assertProblem(ProblemType.METHOD_NOT_ALLOWED);
    }

    @Test
    void answersSayWhoMayReadThemAndThatItDepends() {
        Gateway.Answer read = Gateway.send("GET", "/api/rooms", "Origin", OTHER);
        Gateway.Answer refused = Gateway.send("DELETE", "/api/sessions", "Origin", TRUSTED);

        assertEquals(OTHER, read.header(ALLOWED));
        assertEquals("", read.header(CREDENTIALS));
        assertEquals("cross-origin", read.header("Cross-Origin-Resource-Policy"));
        assertTrue(read.header("Access-Control-Expose-Headers").contains("RateLimit"));
        assertTrue(read.headers().allValues("Vary").contains("Origin"));
        refused.assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(TRUSTED, refused.header(ALLOWED));
        Gateway.Answer ownPage = Gateway.send("GET", "/api/rooms");
        assertEquals("", ownPage.header(ALLOWED));
        assertEquals("same-origin", ownPage.header("Cross-Origin-Resource-Policy"));
        assertTrue(ownPage.headers().allValues("Vary").contains("Origin"));
    }

    @Test
    void onlyTrustedPagesActAsTheUserAndOnlyWhereTheyAreTrusted() {
        Visit visit = Visit.of(services.provider().token("u-" + UUID.randomUUID(), "acme"));

        assertEquals(200, post("/api/rooms", visit, TRUSTED).status());
        post("/api/rooms", visit, OTHER).assertProblem(ProblemType.FORBIDDEN);
        post("/api/tickets", visit, TRUSTED).assertProblem(ProblemType.FORBIDDEN);
    }

    private static Gateway.Answer preflight(String method, String path, String origin) {
        return Gateway.send("OPTIONS", path, "Origin", origin, "Access-Control-Request-Method", method);
    }

    private static Gateway.Answer post(String path, Visit visit, String origin) {
        return Gateway.sendJson(
                "POST", path, "{}", "Cookie", visit.cookie(), "Origin", origin, "Sec-Fetch-Site", "same-site");
    }
}
