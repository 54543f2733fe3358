package dev.atrium.gateway.proxy;

import static dev.atrium.gateway.testing.Sockets.PATH;
import static dev.atrium.gateway.testing.Sockets.open;
import static dev.atrium.gateway.testing.Sockets.options;
import static dev.atrium.gateway.testing.Sockets.refused;
import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Quotas;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.limit.Limit;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.web.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages, which see nothing of the answer to a handshake, are told why they get no socket.
@QuarkusTest
final class RefusedSocketTest {

    private static final String WRONG_TICKET = PATH + "?ticket=nonsense";

    @Inject
    Quotas quotas;

    private final String address = Quotas.freshAddress();
    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    /// What a page hears.
    private record Farewell(JsonNode goodbye, int code, String reason) {}

    @Test
    void whoseCredentialsAreWrong() throws Exception {
        Farewell farewell = farewell(page(WRONG_TICKET));

        assertEquals(4401, farewell.code());
        assertEquals("unauthenticated", farewell.reason());
        assertEquals(
                "{\"type\":\"goodbye\",\"reason\":\"unauthenticated\"}",
                farewell.goodbye().toString());
        assertEquals(List.of(), services.seen());
    }

    @Test
    void whoComesTooOften() throws Exception {
        String key = Gateway.newKey();
        quotas.use(Limit.SOCKETS_PER_KEY, 0, subject(key));

        Farewell farewell = farewell(page(PATH).addHeader("Authorization", key));

        assertEquals(4429, farewell.code());
        assertEquals("quota-exceeded", farewell.goodbye().path("reason").asText());
        assertTrue(farewell.goodbye().path("retryAfterMs").asLong() > 0);
    }

    @Test
    void whoIsKnownToComeTooOften() throws Exception {
        quotas.use(Limit.REQUESTS_PER_IP, 2, Quotas.network(address));

        await().until(() -> farewell(page(WRONG_TICKET).addHeader("X-Forwarded-For", address))
                        .code()
                == 4429);
    }

    @ParameterizedTest
    @CsvSource({
        "404, not-found, 4404, -1",
        "403, forbidden, 4403, -1",
        "400, invalid-request, 1008, -1",
        "503, room-full, 1013, 10",
        "503, unavailable, 1013, 3"
    })
    void whomTheServiceRefuses(int status, String slug, int code, int retryAfter) throws Exception {
        services.answers(request -> {
            if (retryAfter > 0) {
                request.response().putHeader("Retry-After", Integer.toString(retryAfter));
            }
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .end("{\"type\":\"/problems/" + slug + "\",\"status\":" + status + "}");
        });

        Farewell farewell = farewell(page(PATH));

        assertEquals(code, farewell.code());
        assertEquals(slug, farewell.goodbye().path("reason").asText());
        assertEquals(
                retryAfter < 0 ? -1 : retryAfter * 1_000L,
                farewell.goodbye().path("retryAfterMs").asLong(-1));
    }

    @Test
    void whoseServiceIsNotThere() throws Exception {
        services.away();

        // At first a connection that was kept may still seem to be there, and breaks off.
        Farewell farewell = await().until(() -> farewell(page(PATH)), heard -> heard.code() == 1013);

        assertEquals(
                "{\"type\":\"goodbye\",\"reason\":\"unavailable\",\"retryAfterMs\":2000}",
                farewell.goodbye().toString());
    }

    @Test
    void whatIsNoProblemDocumentAlthoughItSaysSoIsExplainedByItsStatus() throws Exception {
        services.answers(request -> request.response()
                .setStatusCode(404)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end("no JSON"));

        assertEquals("not-found", farewell(page(PATH)).reason());
    }

    @Test
    void whoSpeaksNothingThatCouldSayItIsAnswered() {
        assertEquals(401, refused(origin(options(WRONG_TICKET), own())));
        assertEquals(401, refused(options(WRONG_TICKET).addSubProtocol("atrium.v1")));
        assertEquals(401, refused(origin(options(WRONG_TICKET), own()).addSubProtocol("tinybase")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null"})
    void pagesThatMayOpenNoSocketsGetNone(String origin) {
        WebSocketConnectOptions options = origin(options(PATH), origin).addSubProtocol("atrium.v1");

        assertEquals(403, refused(options));
    }

    private static WebSocketConnectOptions page(String path) {
        return origin(options(path), own()).addSubProtocol("atrium.v1").addSubProtocol("another");
    }

    private static WebSocketConnectOptions origin(WebSocketConnectOptions options, String origin) {
        return options.setAllowOriginHeader(true).addHeader("Origin", origin);
    }

    private static String own() {
        return "http://127.0.0.1:" + Gateway.port();
    }

    private static Farewell farewell(WebSocketConnectOptions options) throws Exception {
        List<JsonNode> heard = new CopyOnWriteArrayList<>();
        AtomicReference<Farewell> farewell = new AtomicReference<>();
        WebSocket socket = open(options, created -> {
            created.textMessageHandler(text -> heard.add(Json.read(text, JsonNode.class)));
            created.closeHandler(_ ->
                    farewell.set(new Farewell(heard.getFirst(), created.closeStatusCode(), created.closeReason())));
        });
        await().until(() -> farewell.get() != null);
        assertEquals("atrium.v1", socket.subProtocol());
        assertEquals(1, heard.size());
        return farewell.get();
    }

    private static String subject(String key) {
        return Gateway.send("GET", "/api/me", "Authorization", key)
                .json()
                .path("subject")
                .asText();
    }
}
