package dev.atrium.gateway.proxy;

import static dev.atrium.gateway.testing.Sockets.reset;
import static dev.atrium.platform.testing.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Addresses;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.MultiMap;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class ProxyTest {

    private static final String AUTHORIZATION = "Authorization";

    @Inject
    MeterRegistry metrics;

    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void aServiceGetsTheCallerAsAnInternalTokenForItself() throws Exception {
        String key = Gateway.newKey();
        JsonNode me = Gateway.send("GET", "/api/me", AUTHORIZATION, key).json();

        Gateway.send("GET", "/api/files", AUTHORIZATION, key);

        JwtClaims claims = verified(services.onlySeen(), "media-service");
        assertEquals(me.path("subject").asText(), claims.getSubject());
        assertEquals("commons", claims.getStringClaimValue("tenant"));
        assertEquals(me.path("handle").asText(), claims.getStringClaimValue("handle"));
        assertTrue(Set.of(claims.getStringClaimValue("scope").split(" ")).contains("files:read"));
    }

    /// As a service does, with the public keys alone.
    private static JwtClaims verified(StandIn.Seen seen, String audience) throws Exception {
        String bearer = seen.headers().get(AUTHORIZATION);
        Path jwks = Path.of(ConfigProvider.getConfig().getValue("atrium.keys", String.class), "jwks.json");
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(
                        new JwksVerificationKeyResolver(new JsonWebKeySet(Files.readString(jwks)).getJsonWebKeys()))
                .setExpectedIssuer("atrium")
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(1)
                .build()
                .processToClaims(requireNonNull(bearer).substring("Bearer ".length()));
    }

    @Test
    void aServiceOfTheOperatorsOwnGetsTheSameAndNoMore() throws Exception {
        People ada = People.stranger(services.provider());

        Answer answer = Gateway.send(
                "GET",
                "/api/shop/carts/a%20b/?x=1",
                AUTHORIZATION,
                ada.token(),
                "Cookie",
                "session=secret",
                "X-Api-Key",
                "secret",
                "X-Forwarded-User",
                "admin",
                "X-Request-Id",
                "my-id.2");

        assertEquals(200, answer.status(), answer.text());
        assertEquals("my-id.2", answer.header("X-Request-Id"));
        assertFalse(answer.header("Content-Security-Policy").isEmpty());
        assertFalse(answer.header("RateLimit-Policy").isEmpty());
        StandIn.Seen seen = services.onlySeen();
        assertEquals("/api/shop/carts/a%20b/?x=1", seen.uri());
        assertEquals("my-id.2", seen.headers().get("X-Request-Id"));
        assertEquals(
                Set.of(
                        "content-length",
                        "authorization",
                        "host",
                        "traceparent",
                        "user-agent",
                        "x-forwarded-for",
                        "x-forwarded-host",
                        "x-forwarded-proto",
                        "x-request-id"),
                lowerCase(seen.headers()));
        assertEquals(ada.subject(), verified(seen, "shop").getSubject());
        assertThrows(InvalidJwtException.class, () -> verified(seen, "room-service"));
    }

    @Test
    void aServiceOfTheOperatorsOwnGetsTheQueryAsItCame() {
        String uri = "/api/board/messages?Ticket=4711&a=&&b=%2f&ticket";

        Gateway.send("GET", uri);

        assertEquals(uri, services.onlySeen().uri());
    }

    @Test
    void aServiceOfTheOperatorsOwnIsAskedByWhomItIsSaid() {
        People ada = People.stranger(services.provider());
        String organisation = ada.found();

        Gateway.send("GET", "/api/shop").assertProblem(ProblemType.UNAUTHENTICATED);
        Gateway.send("GET", "/api/shop", AUTHORIZATION, Gateway.newKey()).assertProblem(ProblemType.FORBIDDEN);
        Gateway.send("GET", "/api/board", AUTHORIZATION, "Bearer x").assertProblem(ProblemType.UNAUTHENTICATED);
        ada.ask("GET", "/api/office").assertProblem(ProblemType.FORBIDDEN);
        assertEquals(List.of(), services.seen());

        assertEquals(200, ada.in(organisation, "DELETE", "/api/office/desks/1").status());
        JsonNode admin = claims(services.onlySeen().headers());
        assertEquals(organisation, admin.path("tenant").asText());
        assertEquals("office", admin.path("aud").asText());
        assertEquals(200, Gateway.send("GET", "/api/board").status());
        assertEquals(
                "anonymous",
                claims(services.seen().getLast().headers()).path("sub").asText());
    }

    @Test
    void aPageOfAnotherOriginDoesNotAskAServiceOfTheOperatorsOwnByACookie() {
        Visit visit = Visit.of(services.provider().token("u-shop", "acme"));

        Gateway.send("POST", "/api/shop/orders", "Cookie", visit.cookie(), "Origin", "https://evil.example")
                .assertProblem(ProblemType.FORBIDDEN);
        assertEquals(List.of(), services.seen());
        assertEquals(
                200,
                Gateway.send("POST", "/api/shop/orders", "Cookie", visit.cookie(), "Sec-Fetch-Site", "same-origin")
                        .status());
        assertFalse(services.onlySeen().headers().contains("Cookie"));

        // Where everybody may ask, such a page is nobody.
        Gateway.send("POST", "/api/board/notes", "Cookie", visit.cookie(), "Origin", "https://evil.example");
        assertEquals(
                "anonymous",
                claims(services.seen().getLast().headers()).path("sub").asText());
        Gateway.send("POST", "/api/board/notes", "Cookie", visit.cookie(), "Sec-Fetch-Site", "same-origin");
        assertEquals(
                "user:u-shop",
                claims(services.seen().getLast().headers()).path("sub").asText());
    }

    @Test
    void aBodyForAServiceOfTheOperatorsOwnHasItsBound() {
        People ada = People.stranger(services.provider());

        ada.ask("PUT", "/api/shop/carts/1", "x".repeat(2_049)).assertProblem(ProblemType.TOO_LARGE);
        assertEquals(List.of(), services.seen());
        assertEquals(
                "{\"bytes\":2048}",
                ada.ask("PUT", "/api/shop/carts/1", "x".repeat(2_048)).text());
    }

    @Test
    void aServiceOfTheOperatorsOwnFailsAsOthersDo() {
        Gateway.send("GET", "/api/lost").assertProblem(ProblemType.UNAVAILABLE);
        services.answers(request -> request.connection().close());
        Gateway.send("GET", "/api/board").assertProblem(ProblemType.BAD_GATEWAY);
        Gateway.send("OPTIONS", "/api/board").assertProblem(ProblemType.METHOD_NOT_ALLOWED);
    }

    @Test
    void aServiceOfTheOperatorsOwnIsAskedOnceMoreAlsoWhereBodiesPassThrough() {
        breakOffOnce();

        assertEquals(200, Gateway.send("GET", "/api/depot/1").status());

        assertEquals(2, services.seen().size());
    }

    @Test
    void nothingBesideAServiceOfTheOperatorsOwnIsReachedThroughIt() {
        for (String path : List.of("/api/board/%2e%2e/rooms", "/api/board%2Fx", "/api/board//x", "/api/boards")) {
            Gateway.send("GET", path).assertProblem(ProblemType.NOT_FOUND);
        }
        assertEquals(List.of(), services.seen());
    }

    @Test
    void anAnonymousCallerIsOneToo() {
        Gateway.send("GET", "/api/rooms");

        JsonNode claims = claims(services.onlySeen().headers());
        assertEquals("anonymous", claims.path("sub").asText());
        assertEquals("commons", claims.path("tenant").asText());
        assertEquals(
                Set.of("rooms:read", "files:read", "search:read"),
                Set.of(claims.path("scope").asText().split(" ")));
    }

    @Test
    void noOutsideCredentialAndNothingThatOnlyTheGatewayMaySayReachesAService() {
        String key = Gateway.newKey();

        Gateway.send(
                "GET",
                "/api/rooms?limit=3&ticket=secret",
                AUTHORIZATION,
                key,
                "Cookie",
                "session=secret",
                "X-Api-Key",
                "secret",
                "Proxy-Authorization",
                "secret",
                "X-Forwarded-For",
                "6.6.6.6, 203.0.113.7",
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-User",
                "admin",
                "Forwarded",
                "for=6.6.6.6",
                "X-Real-IP",
                "6.6.6.6",
                "X-Atrium-Tenant",
                "globex",
                "X-Original-URL",
                "/internal",
                "X-HTTP-Method-Override",
                "DELETE",
                "TE",
                "trailers",
                "Keep-Alive",
                "300",
                "baggage",
                "secret=1",
                "Accept-Language",
                "de");

        StandIn.Seen seen = services.onlySeen();
        assertEquals("/api/rooms?limit=3", seen.uri());
        assertFalse(seen.headers().toString().contains("secret"), seen.headers().toString());
        assertFalse(seen.headers().toString().contains(key), "the key");
        assertFalse(
                seen.headers().toString().contains("6.6.6.6"), seen.headers().toString());
        // As the trusted proxy says, which 127.0.0.1 is here; what stands before it anybody may have written.
        assertEquals("203.0.113.7", seen.headers().get("X-Forwarded-For"));
        assertEquals("http", seen.headers().get("X-Forwarded-Proto"));
        assertEquals("127.0.0.1:" + Gateway.port(), seen.headers().get("X-Forwarded-Host"));
        assertEquals("de", seen.headers().get("Accept-Language"));
        for (String name : seen.headers().names()) {
            assertEquals(1, seen.headers().getAll(name).size(), name);
        }
        assertEquals(
                Set.of(
                        "accept-language",
                        "content-length",
                        "authorization",
                        "host",
                        "traceparent",
                        "user-agent",
                        "x-forwarded-for",
                        "x-forwarded-host",
                        "x-forwarded-proto",
                        "x-request-id"),
                lowerCase(seen.headers()));
    }

    @Test
    void aRequestKeepsItsIdAndItsTrace() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        Answer answer = Gateway.send("GET", "/api/rooms", "X-Request-Id", "my-id.1", "traceparent", trace);

        assertEquals("my-id.1", answer.header("X-Request-Id"));
        assertEquals("my-id.1", services.onlySeen().headers().get("X-Request-Id"));
        // Nobody records traces here, hence the services shall not.
        assertEquals(
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                services.onlySeen().headers().get("traceparent"));
    }

    @Test
    void eachRequestWithoutATraceGetsOneOfItsOwn() {
        Gateway.send("GET", "/api/rooms");
        Gateway.send("GET", "/api/rooms");

        List<String> traces = services.seen().stream()
                .map(seen -> requireNonNull(seen.headers().get("traceparent")))
                .toList();
        assertEquals(2, Set.copyOf(traces).size());
        traces.forEach(trace -> assertTrue(trace.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00"), trace));
    }

    @Test
    void metricsTellRoutesApartAndNotAddresses() {
        Gateway.send("GET", "/api/rooms/metered-1/messages");
        Gateway.send("GET", "/api/rooms/metered-2/messages");

        await().until(() -> requests("/api/rooms/{id}/messages") >= 2);
        assertEquals(0, requests("/api/rooms/metered-1/messages"));
    }

    @Test
    void metricsHaveOneNameForAllThatIsRefusedBeforeItsRouteIsKnown() {
        long before = requests("/UNROUTED");

        Gateway.send("PATCH", "/api/rooms/metered-3/messages").assertProblem(ProblemType.METHOD_NOT_ALLOWED);
        Gateway.send("GET", "/api/metered-4").assertProblem(ProblemType.NOT_FOUND);

        await().until(() -> requests("/UNROUTED") >= before + 2);
        assertEquals(0, requests("/api/rooms/metered-3/messages"));
    }

    private long requests(String uri) {
        return metrics.find("http.server.requests").tag("uri", uri).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void anInsaneRequestIdIsReplaced() {
        Answer answer = Gateway.send("GET", "/api/rooms", "X-Request-Id", "${jndi:ldap://x}");

        assertEquals(
                answer.header("X-Request-Id"), services.onlySeen().headers().get("X-Request-Id"));
        assertFalse(answer.header("X-Request-Id").contains("jndi"));
    }

    @Test
    void aBodyAndItsHeadersArePassedOnBothWays() {
        services.answers(request -> request.body()
                .onSuccess(body -> request.response()
                        .setStatusCode(201)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Location", "http://" + request.getHeader("Host") + "/api/rooms/1")
                        .putHeader("ETag", "\"7\"")
                        .putHeader("Set-Cookie", "inner=1")
                        .putHeader("X-Powered-By", "x")
                        .putHeader("Connection", "X-Hop")
                        .putHeader("X-Hop", "1")
                        .putHeader("Content-Security-Policy", "sandbox")
                        .end(body)));

        Answer answer = Gateway.sendJson(
                "POST", "/api/rooms", "{\"name\":\"x\"}", AUTHORIZATION, Gateway.newKey(), "Idempotency-Key", "k1");

        assertEquals(201, answer.status());
        assertEquals("{\"name\":\"x\"}", answer.text());
        assertEquals("/api/rooms/1", answer.header("Location"));
        assertEquals("\"7\"", answer.header("ETag"));
        assertEquals("sandbox", answer.header("Content-Security-Policy"));
        for (String kept : new String[] {"Set-Cookie", "X-Powered-By", "X-Hop"}) {
            assertTrue(answer.headers().firstValue(kept).isEmpty(), kept);
        }
        assertEquals("k1", services.onlySeen().headers().get("Idempotency-Key"));
        assertEquals("application/json", services.onlySeen().headers().get("Content-Type"));
        assertEquals(1, answer.headers().allValues("X-Request-Id").size());
    }

    @Test
    void aProblemOfTheServicePassesThrough() {
        String problem = "{\"type\":\"/problems/conflict\",\"title\":\"Conflict\",\"status\":409,\"detail\":\"taken\"}";
        answer(409, "application/problem+json", problem);

        Answer answer = Gateway.send("GET", "/api/rooms");

        assertEquals(409, answer.status());
        assertEquals(problem, answer.text());
    }

    @Test
    void aFailureWithoutAProblemBecomesOne() {
        services.answers(request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "7")
                .putHeader("Content-Type", "text/html")
                .end("<h1>stack trace</h1>"));

        Answer answer = listed().assertProblem(ProblemType.UNAVAILABLE);

        assertEquals("7", answer.header("Retry-After"));
        assertFalse(answer.text().contains("stack"));
    }

    @Test
    void aServiceThatRefusesTheGatewayIsTheGatewaysFault() {
        answer(401, "application/problem+json", "{}");

        Answer answer = listed().assertProblem(ProblemType.BAD_GATEWAY);

        assertTrue(answer.headers().firstValue("WWW-Authenticate").isEmpty());
    }

    @Test
    void aServiceThatDoesNotAnswerInTimeIsTimedOut() {
        services.answers(_ -> {});

        listed().assertProblem(ProblemType.TIMEOUT);
    }

    @Test
    void aServiceThatBreaksOffBeforeItsAnswerIsABadGateway() {
        services.answers(request -> request.connection().close());

        listed().assertProblem(ProblemType.BAD_GATEWAY);
        assertEquals(2, services.seen().size());
    }

    @Test
    void aReadWhoseConnectionWasJustClosedIsSentOnceMore() {
        breakOffOnce();

        assertEquals(200, Gateway.send("GET", "/api/rooms?limit=3").status());

        assertEquals(
                List.of("/api/rooms?limit=3", "/api/rooms?limit=3"),
                services.seen().stream().map(StandIn.Seen::uri).toList());
    }

    @Test
    void aWriteThatIsTheSameWhenItIsDoneTwiceIsSentOnceMoreWithItsBody() {
        People ada = People.stranger(services.provider());
        breakOffOnce();
        assertEquals(
                "{\"bytes\":2000}",
                ada.ask("PUT", "/api/shop/carts/1", "x".repeat(2_000)).text());
        breakOffOnce();
        assertEquals("{\"bytes\":0}", ada.ask("DELETE", "/api/shop/carts/1").text());

        assertEquals(
                List.of("PUT", "PUT", "DELETE", "DELETE"),
                services.seen().stream().map(StandIn.Seen::method).toList());
    }

    @Test
    void anyOtherWriteIsNeverSentTwice() {
        String key = Gateway.newKey();
        breakOffOnce();

        Gateway.sendJson("POST", "/api/rooms", "{}", AUTHORIZATION, key).assertProblem(ProblemType.BAD_GATEWAY);

        assertEquals(1, services.seen().size());
    }

    /// If it was done, its client must not be told that the condition does not hold.
    @ParameterizedTest
    @ValueSource(strings = {"If-Match", "If-None-Match"})
    void aWriteUnderAConditionIsNotSentTwice(String condition) {
        String token = People.stranger(services.provider()).token();
        breakOffOnce();

        Gateway.sendJson("PUT", "/api/shop/carts/1", "{}", AUTHORIZATION, token, condition, "\"7\"")
                .assertProblem(ProblemType.BAD_GATEWAY);

        assertEquals(1, services.seen().size());
    }

    @Test
    void aServiceThatHardlyAnswersIsLeftAloneUntilItAnswersAgain() {
        assertEquals(200, listed().status());
        services.answers(request -> request.connection().close());
        // Again and again: behind a pause one is let through, to see.
        await().untilAsserted(() -> {
            for (int i = 0; i < Addresses.BREAKER_WINDOW; i++) {
                listed();
            }
            int sent = services.seen().size();

            Answer refused = listed().assertProblem(ProblemType.UNAVAILABLE);

            assertFalse(refused.header("Retry-After").isEmpty());
            assertEquals(sent, services.seen().size());
        });
        services.answers(request -> request.response().end("{}"));
        await().until(() -> listed().status() == 200);
        assertEquals(200, listed().status());
    }

    @Test
    void clientsThatResetTheirConnectionsAreNoFailuresOfTheService() throws IOException {
        AtomicReference<Socket> leaving = new AtomicReference<>();
        AtomicInteger ended = new AtomicInteger();
        services.answers(request -> {
            request.connection().closeHandler(_ -> ended.incrementAndGet());
            reset(leaving.get());
        });

        for (int i = 0; i < Addresses.BREAKER_WINDOW; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port());
            leaving.set(client);
            client.getOutputStream().write("GET /api/rooms HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            await().until(client::isClosed);
        }

        await().until(() -> ended.get() == Addresses.BREAKER_WINDOW);
        services.answers(request -> request.response().end("{}"));
        assertEquals(200, listed().status());
        assertEquals(Addresses.BREAKER_WINDOW + 1, services.seen().size());
    }

    @Test
    void anAnswerThatIsBrokenOffIsNotTakenForAWholeOne() {
        breakOffInTheMiddleOf(1_000);
        listed().assertProblem(ProblemType.BAD_GATEWAY);

        breakOffInTheMiddleOf(1_000_000);
        assertThrows(UncheckedIOException.class, () -> listed());
    }

    @Test
    void headIsAnsweredWithoutABody() {
        services.answers(request -> request.response()
                .putHeader("Content-Length", "1234")
                .putHeader("Content-Type", "text/plain")
                .end());

        Answer answer = Gateway.send("HEAD", "/api/files/1/content");

        assertEquals(200, answer.status());
        assertEquals("1234", answer.header("Content-Length"));
        assertEquals(0, answer.body().length);
        assertEquals("HEAD", services.onlySeen().method());
    }

    @Test
    void rangesAndTheirAnswersPass() {
        services.answers(request -> request.response()
                .setStatusCode(206)
                .putHeader("Content-Range", "bytes 0-3/10")
                .end("0123"));

        Answer answer = Gateway.send("GET", "/api/files/1/content", "Range", "bytes=0-3");

        assertEquals(206, answer.status());
        assertEquals("bytes 0-3/10", answer.header("Content-Range"));
        assertEquals("bytes=0-3", services.onlySeen().headers().get("Range"));
    }

    @Test
    void theAddressOfTheServiceIsNeverInAnAnswer() {
        services.away();
        URI inside = URI.create(ConfigProvider.getConfig().getValue("atrium.upstream.room.url", String.class));

        // At first a connection that was kept may still seem to be there, and breaks off.
        await().untilAsserted(() -> {
            Answer answer = listed();
            assertFalse(answer.text().contains(Integer.toString(inside.getPort())), answer.text());
            answer.assertProblem(ProblemType.UNAVAILABLE);
        });
    }

    @Test
    void anAddressHasNoMoreConnectionsThanItMay() throws IOException {
        InetAddress other = InetAddress.getByName("127.0.0.2");
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 21; i++) {
                Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port(), other, 0);
                client.setSoTimeout((int) Patience.USUAL.toMillis());
                open.add(client);
            }

            assertEquals(-1, firstByte(open.getLast(), ""));
            assertEquals('H', firstByte(open.getFirst(), "GET /api/rooms HTTP/1.1\r\nHost: x\r\n\r\n"));
        } finally {
            for (Socket client : open) {
                client.close();
            }
        }
    }

    /// @return -1 where the connection was closed
    private static int firstByte(Socket client, String request) throws IOException {
        try {
            client.getOutputStream().write(request.getBytes(US_ASCII));
            return client.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }

    /// As it is now: not what was said before, where the service does not answer.
    private static Answer listed() {
        return Gateway.send("GET", "/api/rooms", "Cache-Control", "no-cache");
    }

    private void breakOffInTheMiddleOf(int bytes) {
        services.answers(request -> request.response()
                .putHeader("Content-Length", Integer.toString(bytes))
                .write("x".repeat(bytes / 2))
                .onComplete(_ -> request.connection().close()));
    }

    private void breakOffOnce() {
        AtomicBoolean first = new AtomicBoolean(true);
        services.answers(request -> {
            if (first.getAndSet(false)) {
                request.connection().close();
            } else {
                request.body().onSuccess(body -> request.response().end("{\"bytes\":" + body.length() + "}"));
            }
        });
    }

    private void answer(int status, String type, String body) {
        services.answers(request -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .end(body));
    }

    private static JsonNode claims(MultiMap headers) {
        String payload = requireNonNull(headers.get(AUTHORIZATION)).split("\\.")[1];
        return Json.read(Base64.getUrlDecoder().decode(payload), JsonNode.class);
    }

    private static Set<String> lowerCase(MultiMap headers) {
        return headers.names().stream()
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .collect(java.util.stream.Collectors.toSet());
    }
}
