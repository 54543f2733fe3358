package dev.atrium.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Certificate;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Listener;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
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
    void whoEndsTheOwnSessionIsLeftWithNoCookieOfIt() {
        Gateway.Answer kept =
                Gateway.send("DELETE", "/api/sessions?keepCurrent=true", "Cookie", visit.cookie(), SITE, "same-origin");
        Gateway.Answer one =
                Gateway.send("DELETE", "/api/sessions/" + visit.id(), "Cookie", visit.cookie(), SITE, "same-origin");
        Visit another = visit();
        Gateway.Answer all = Gateway.send("DELETE", "/api/sessions", "Cookie", another.cookie(), SITE, "same-origin");
        Gateway.Answer nothing = Gateway.send("POST", "/api/session/refresh", SITE, "same-origin");

        assertEquals(List.of(), kept.headers().allValues("Set-Cookie"));
        for (Gateway.Answer answer : List.of(one, all, nothing)) {
            List<String> cookies = answer.headers().allValues("Set-Cookie");
            assertEquals(3, cookies.size(), answer.toString());
            assertTrue(cookies.stream().allMatch(cookie -> cookie.contains("Max-Age=0")), cookies.toString());
        }
    }

    @Test
    void withTlsTheCookieHasAnotherName() {
        Gateway.send("GET", "/api/me", "Cookie", "__Host-" + visit.cookie()).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    /// `__Host-`: no other host can set them, also none of the same domain.
    @Test
    void withTlsNeighboursCannotPlantWhatSignsIn() throws Exception {
        HttpResponse<String> refused = overTls("POST", "/api/session/refresh", "__Host-atrium-refresh=mar_x");
        HttpResponse<String> sent = overTls("GET", "/api/sign-in", "");

        assertEquals(401, refused.statusCode(), refused.body());
        assertEquals(303, sent.statusCode(), sent.body());
        List<String> cookies = Stream.of(refused, sent)
                .flatMap(answer -> answer.headers().allValues("Set-Cookie").stream())
                .toList();
        assertEquals(4, cookies.size(), cookies.toString());
        for (String cookie : cookies) {
            assertTrue(cookie.startsWith("__Host-atrium-") && cookie.contains("; Path=/;"), cookie);
            assertTrue(cookie.contains("; Secure") && !cookie.contains("Domain"), cookie);
        }
        assertEquals(
                400,
                overTls("POST", "/api/session/refresh", "__Secure-atrium-refresh=mar_x")
                        .statusCode());
    }

    private static HttpResponse<String> overTls(String method, String path, String cookie) throws Exception {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-ssl-port", Integer.class);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .timeout(Patience.USUAL)
                .header(SITE, "same-origin")
                .method(method, HttpRequest.BodyPublishers.noBody());
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(Certificate.trusted()).build()) {
            return client.send(
                    (cookie.isEmpty() ? request : request.header("Cookie", cookie)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
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
