package dev.atrium.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Listener;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A browser sends the session cookie whoever makes it ask; so it counts for pages of this origin only.
@QuarkusTest
final class CookieTest {

    private static final String SITE = "Sec-Fetch-Site";

    private StandIn services = StandIn.fresh();
    private Visit visit = new Visit("", "", "", "");

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
        visit = visit();
    }

    @Test
    void ourOwnPagesMayChangeThings() {
        assertEquals(200, post("Cookie", visit.cookie(), SITE, "same-origin").status());
        assertEquals(
                200,
                post("Cookie", visit.cookie(), "Origin", "http://127.0.0.1:" + Gateway.port())
                        .status());
    }

    @Test
    void otherPagesMayNot() {
        for (String site : new String[] {"cross-site", "same-site", ""}) {
            post("Cookie", visit.cookie(), SITE, site).assertProblem(ProblemType.FORBIDDEN);
        }
        post("Cookie", visit.cookie(), "Origin", "https://evil.example").assertProblem(ProblemType.FORBIDDEN);
        post("Cookie", visit.cookie(), "Origin", "null").assertProblem(ProblemType.FORBIDDEN);
        post("Cookie", visit.cookie()).assertProblem(ProblemType.FORBIDDEN);
        assertEquals(0, services.seen().size());
    }

    @Test
    void readingChangesNothing() {
        assertEquals(
                200,
                Gateway.send("GET", "/api/me", "Cookie", visit.cookie(), SITE, "cross-site")
                        .status());
    }

    @Test
    void whatAPageCannotSendForAnotherIsNotItsConcern() {
        assertEquals(
                200, post("Authorization", visit.bearer(), SITE, "cross-site").status());
        assertEquals(
                200,
                post("Authorization", Gateway.newKey(), SITE, "cross-site", "Cookie", visit.cookie())
                        .status());
    }

    @Test
    void otherPagesOpenNoSockets() throws Exception {
        Listener own = Listener.open(
                page().addHeader("Cookie", visit.cookie()).addHeader("Origin", "http://127.0.0.1:" + Gateway.port()));

        assertEquals(
                403,
                Sockets.refused(
                        page().addHeader("Cookie", visit.cookie()).addHeader("Origin", "https://evil.example")));
        // It may open sockets with what its user gives it, but not with the cookie.
        assertEquals(
                403,
                Sockets.refused(page().addHeader("Cookie", visit.cookie()).addHeader("Origin", "https://app.example")));
        assertEquals(403, Sockets.refused(Sockets.options(Sockets.PATH).addHeader("Cookie", visit.cookie())));

        Gateway.send("DELETE", "/api/sessions", "Authorization", visit.bearer());
        own.awaitRevocation();
    }

    @Test
    void anOldCookieKeepsNobodyFromThePagesWhereOneSignsInAgain() {
        Gateway.send("DELETE", "/api/sessions", "Authorization", visit.bearer());

        assertEquals(200, Gateway.send("GET", "/", "Cookie", visit.cookie()).status());
        Gateway.send("GET", "/api/rooms", "Cookie", visit.cookie()).assertProblem(ProblemType.UNAUTHENTICATED);
        Gateway.send("GET", "/api/rooms", "Cookie", "atrium-session=nonsense")
                .assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void withTlsTheCookieHasAnotherName() {
        Gateway.send("GET", "/api/me", "Cookie", "__Host-" + visit.cookie()).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    private static WebSocketConnectOptions page() {
        return Sockets.options(Sockets.PATH).setAllowOriginHeader(true);
    }

    private static Gateway.Answer post(String... headers) {
        return Gateway.sendJson("POST", "/api/rooms", "{}", headers);
    }

    private Visit visit() {
        return Visit.of(services.provider().token("u-" + UUID.randomUUID(), "acme"));
    }
}
