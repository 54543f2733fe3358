package dev.atrium.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Listener;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each refresh token is used once.
@QuarkusTest
final class RefreshTest {

    private static final String PATH = "/api/session/refresh";

    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void aTokenGetsTheNextOnes() {
        Visit first = visit();

        Visit second = first.refreshed();
        Visit third = second.refreshed();

        assertEquals(first.id(), third.id());
        assertNotEquals(second.refresh(), third.refresh());
        assertEquals(
                200,
                Gateway.send("GET", "/api/me", "Authorization", third.bearer()).status());
        assertFalse(Database.text("select s::text from sessions s where id = ?::uuid", first.id())
                .contains(third.refresh()));
    }

    @Test
    void aRepetitionGetsTheSameTokenOnceMore() {
        Visit first = visit();
        Visit second = first.refreshed();

        assertEquals(second.refresh(), first.refreshed().refresh());
        assertEquals(second.id(), second.refreshed().id());
    }

    @Test
    void ofManyAtOnceAllGetTheSameToken() throws Exception {
        Visit first = visit();
        List<Callable<String>> tabs = Stream.generate(
                        () -> (Callable<String>) () -> first.refreshed().refresh())
                .limit(8)
                .toList();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> tokens = executor.invokeAll(tabs).stream()
                    .map(Future::resultNow)
                    .distinct()
                    .toList();

            assertEquals(1, tokens.size());
        }
    }

    @Test
    void aCopyOfAReplacedTokenEndsTheSessionForBoth() throws Exception {
        Visit stolen = visit();
        Visit owner = stolen.refreshed();
        Listener socket = Listener.open(Sockets.options(Sockets.PATH, owner.bearer()));
        pass(owner, "31 seconds");

        Visit.ask(stolen.refresh()).assertProblem(ProblemType.UNAUTHENTICATED);

        socket.awaitRevocation();
        Visit.ask(owner.refresh()).assertProblem(ProblemType.UNAUTHENTICATED);
        Visit.ask(stolen.refresh()).assertProblem(ProblemType.UNAUTHENTICATED);
        Gateway.send("GET", "/api/me", "Authorization", owner.bearer()).assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(1, owner.deeds("session.reuse"));
    }

    @Test
    void aTokenFromBeforeTheLastEndsTheSessionAlsoAtOnce() {
        Visit stolen = visit();
        Visit owner = stolen.refreshed().refreshed();

        Visit.ask(stolen.refresh()).assertProblem(ProblemType.UNAUTHENTICATED);

        Visit.ask(owner.refresh()).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void nonsenseEndsNothing() {
        Visit visit = visit();
        String changed =
                visit.refresh().substring(0, 30) + "AAAA" + visit.refresh().substring(34);

        for (String text : List.of("x", "mar_x", changed)) {
            Visit.ask(text).assertProblem(ProblemType.UNAUTHENTICATED);
        }
        Visit.ask("x".repeat(300)).assertProblem(ProblemType.INVALID_REQUEST);
        Gateway.send("POST", PATH).assertProblem(ProblemType.INVALID_REQUEST);
        Gateway.sendJson("POST", PATH, "{}").assertProblem(ProblemType.INVALID_REQUEST);

        visit.refreshed();
    }

    @Test
    void aBrowserHasItsTokensInCookiesThatScriptsCannotRead() {
        Visit visit = visit();

        Gateway.Answer answer = Gateway.send(
                "POST", PATH, "Cookie", "atrium-refresh=" + visit.refresh(), "Sec-Fetch-Site", "same-origin");

        assertEquals(200, answer.status(), answer.text());
        assertTrue(answer.json().path("token").isMissingNode());
        assertTrue(answer.json().path("refreshToken").isMissingNode());
        List<String> cookies = answer.headers().allValues("Set-Cookie");
        String session = starting(cookies, "atrium-session=");
        String refresh = starting(cookies, "atrium-refresh=mar_");
        assertTrue(session.contains("; Path=/;") && session.contains("; SameSite=Lax"), session);
        assertTrue(refresh.contains("; Path=/;") && refresh.contains("; SameSite=Strict"), refresh);
        assertTrue(session.contains("; HTTPOnly") && refresh.contains("; HTTPOnly"), session);
        assertFalse(session.contains("; Secure"));
        String signedIn = starting(cookies, "atrium-signed-in=");
        assertFalse(signedIn.contains("HTTPOnly"), signedIn);
        assertEquals("no-store", answer.header("Cache-Control"));
        assertEquals(
                200,
                Gateway.send("GET", "/api/me", "Cookie", session.split(";")[0]).status());
    }

    @Test
    void aPageOfAnotherOriginDoesNotRefresh() {
        Visit visit = visit();
        String cookie = "atrium-refresh=" + visit.refresh();

        Gateway.send("POST", PATH, "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                .assertProblem(ProblemType.FORBIDDEN);
        Gateway.send("POST", PATH, "Cookie", cookie).assertProblem(ProblemType.FORBIDDEN);

        visit.refreshed();
    }

    @Test
    void aBrowserForgetsWhatIsRefused() {
        Gateway.Answer answer =
                Gateway.send("POST", PATH, "Cookie", "atrium-refresh=mar_x", "Sec-Fetch-Site", "same-origin");

        answer.assertProblem(ProblemType.UNAUTHENTICATED);
        List<String> cookies = answer.headers().allValues("Set-Cookie");
        assertTrue(starting(cookies, "atrium-session=").contains("Max-Age=0"));
        assertTrue(starting(cookies, "atrium-refresh=").contains("Max-Age=0"));
        assertTrue(starting(cookies, "atrium-signed-in=").contains("Max-Age=0"));
    }

    /// Lets time pass since a session's last rotation.
    private static void pass(Visit visit, String interval) {
        Database.execute("update sessions set replaced_at = replaced_at - interval '" + interval + "' where id = '"
                + visit.id() + "'");
    }

    private static String starting(List<String> cookies, String beginning) {
        return cookies.stream()
                .filter(cookie -> cookie.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError(cookies.toString()));
    }

    private Visit visit() {
        return Visit.of(services.provider().token("u-" + UUID.randomUUID(), "acme"));
    }
}
