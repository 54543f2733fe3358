package dev.atrium.gateway.proxy;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class SocketTunnelTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final WebSocketClient CLIENT = VERTX.createWebSocketClient(
            new WebSocketClientOptions().setTryUsePerMessageCompression(true).setMaxFrameSize(1 << 20));
    private static final String PATH = "/api/rooms/r1/ws";

    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void whatTheServiceSaysFirstIsNotLost() throws Exception {
        services.meets(socket -> {
            socket.writeTextMessage("hello");
            socket.writeTextMessage("world");
        });
        List<String> got = new CopyOnWriteArrayList<>();

        WebSocket socket = open(PATH);
        socket.textMessageHandler(got::add);

        await().atMost(Duration.ofSeconds(10)).until(() -> got.equals(List.of("hello", "world")));
        socket.close();
    }

    @Test
    void closeCodesPassBothWays() throws Exception {
        AtomicReference<Short> atService = new AtomicReference<>();
        services.meets(socket -> {
            socket.closeHandler(_ -> atService.set(socket.closeStatusCode()));
            socket.textMessageHandler(_ -> socket.close((short) 1012, "moving"));
        });
        WebSocket told = open(PATH);
        AtomicReference<Short> atClient = new AtomicReference<>();
        told.closeHandler(_ -> atClient.set(told.closeStatusCode()));
        told.writeTextMessage("x");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Short.valueOf((short) 1012).equals(atClient.get()));

        open(PATH).close((short) 4001, "bye");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> Short.valueOf((short) 4001).equals(atService.get()));
    }

    @Test
    void aSpectatorIsAnonymous() throws Exception {
        open(PATH).close();

        assertEquals("anonymous", claims().path("sub").asText());
    }

    @Test
    void aKeyInTheHeaderIdentifiesASocketAndDoesNotReachTheService() throws Exception {
        String key = Gateway.newKey();

        connect(options(PATH).addHeader("Authorization", key).addHeader("Cookie", "a=secret"))
                .close();

        assertEquals(subject(key), claims().path("sub").asText());
        assertFalse(services.onlySeen().headers().toString().contains(key.substring(7)));
        assertFalse(services.onlySeen().headers().toString().contains("secret"));
        assertEquals(1, services.onlySeen().headers().getAll("Authorization").size());
    }

    @Test
    void aTicketIdentifiesOneSocketAndDoesNotReachTheService() throws Exception {
        String key = Gateway.newKey();
        String ticket = ticket(key);

        open(PATH + "?ticket=" + ticket + "&after=3").close();

        assertEquals(subject(key), claims().path("sub").asText());
        assertEquals(PATH + "?after=3", services.onlySeen().uri());
        assertEquals(401, refused(options(PATH + "?ticket=" + ticket)));
        assertEquals(1, services.seen().size());
    }

    @Test
    void ofManyWhoUseATicketAtTheSameTimeOneGetsIn() {
        String ticket = ticket(Gateway.newKey());
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();

        for (int i = 0; i < 12; i++) {
            CLIENT.connect(options(PATH + "?ticket=" + ticket)).onComplete(result -> {
                opened.addAndGet(result.succeeded() ? 1 : 0);
                done.incrementAndGet();
            });
        }

        await().atMost(Duration.ofSeconds(15)).until(() -> done.get() == 12);
        assertEquals(1, opened.get());
    }

    @Test
    void aTicketIsWorthNothingOnceItsKeyIsRevoked() {
        JsonNode key = Gateway.createKey("{}");
        String bearer = "Bearer " + key.path("key").asText();
        String ticket = ticket(bearer);

        Gateway.send("DELETE", "/api/keys/" + key.path("id").asText(), "Authorization", bearer);

        assertEquals(401, refused(options(PATH + "?ticket=" + ticket)));
    }

    @Test
    void wrongTicketsAreRefusedAndTicketsAreTakenForSocketsOnly() {
        assertEquals(401, refused(options(PATH + "?ticket=")));
        assertEquals(401, refused(options(PATH + "?ticket=nonsense")));
        assertEquals(401, refused(options(PATH + "?ticket=" + "A".repeat(32))));
        assertEquals(401, refused(options(PATH).addHeader("Authorization", "Bearer mai_wrong")));
        Gateway.send("GET", "/api/me?ticket=" + ticket(Gateway.newKey())).assertProblem(ProblemType.UNAUTHENTICATED);
        Gateway.send("POST", "/api/tickets").assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(List.of(), services.seen());
    }

    @Test
    void aTicketLivesThirtySeconds() {
        Gateway.Answer answer = Gateway.send("POST", "/api/tickets", "Authorization", Gateway.newKey());

        assertEquals(200, answer.status());
        assertEquals(30, answer.json().path("expiresInSeconds").asInt());
        assertEquals("no-store", answer.header("Cache-Control"));
    }

    @Test
    void anOrdinaryRequestIsToldThatThisIsAWebSocket() {
        Gateway.send("GET", PATH).assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void aRefusalOfTheServicePassesThrough() {
        services.answers(request -> request.response()
                .setStatusCode(404)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"type\":\"/problems/not-found\",\"status\":404}"));

        UpgradeRejectedException refusal = refusal(options(PATH));

        assertEquals(404, refusal.getStatus());
        assertTrue(refusal.getBody().toString().contains("/problems/not-found"));
    }

    @Test
    void aMovingRoomSaysWhenToTryAgain() {
        services.answers(request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "3")
                .end("moving"));

        UpgradeRejectedException refusal = refusal(options(PATH));

        assertEquals(503, refusal.getStatus());
        assertEquals("3", refusal.getHeaders().get("Retry-After"));
        assertTrue(refusal.getBody().toString().contains("/problems/unavailable"));
    }

    @Test
    void aServiceThatRefusesTheGatewayIsTheGatewaysFault() {
        services.answers(request -> request.response().setStatusCode(401).end());

        assertEquals(502, refused(options(PATH)));
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() {
        services.away();

        assertEquals(503, refused(options(PATH)));
    }

    @Test
    void aServiceThatDoesNotAgreeInTimeIsTimedOut() {
        services.answers(_ -> {});

        assertEquals(504, refused(options(PATH)));
    }

    @Test
    void whenOneSideIsCutOffTheOtherIsClosed() throws Exception {
        AtomicReference<ServerWebSocket> inside = new AtomicReference<>();
        AtomicInteger closedInside = new AtomicInteger();
        services.meets(socket -> {
            socket.closeHandler(_ -> closedInside.incrementAndGet());
            inside.set(socket);
        });
        AtomicInteger closedOutside = new AtomicInteger();
        WebSocket first = open(PATH);
        first.closeHandler(_ -> closedOutside.incrementAndGet());
        await().atMost(Duration.ofSeconds(10)).until(() -> inside.get() != null);
        services.away();
        await().atMost(Duration.ofSeconds(10)).until(() -> closedOutside.get() == 1);

        services = StandIn.fresh();
        services.meets(socket -> socket.closeHandler(_ -> closedInside.incrementAndGet()));
        int before = closedInside.get();
        Vertx client = Vertx.vertx();
        client.createWebSocketClient()
                .connect(options(PATH))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        client.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> closedInside.get() > before);
    }

    private static void pour(ServerWebSocket socket, AtomicLong written, long all) {
        Buffer chunk = Buffer.buffer(new byte[64 << 10]);
        while (written.get() < all && !socket.writeQueueFull()) {
            socket.writeBinaryMessage(chunk);
            written.addAndGet(chunk.length());
        }
        if (written.get() < all) {
            socket.drainHandler(_ -> pour(socket, written, all));
        }
    }

    private static WebSocketConnectOptions options(String path) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Gateway.port())
                .setURI(path)
                .setAllowOriginHeader(false);
    }

    private static WebSocket open(String path) throws Exception {
        return connect(options(path));
    }

    private static WebSocket connect(WebSocketConnectOptions options) throws Exception {
        Future<WebSocket> socket = CLIENT.connect(options);
        return socket.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static int refused(WebSocketConnectOptions options) {
        return refusal(options).getStatus();
    }

    private static UpgradeRejectedException refusal(WebSocketConnectOptions options) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> connect(options));
        return assertInstanceOf(UpgradeRejectedException.class, failure.getCause());
    }

    private static String ticket(String authorization) {
        return Gateway.send("POST", "/api/tickets", "Authorization", authorization)
                .json()
                .path("ticket")
                .asText();
    }

    private static String subject(String authorization) {
        return Gateway.send("GET", "/api/me", "Authorization", authorization)
                .json()
                .path("subject")
                .asText();
    }

    private JsonNode claims() {
        String token = services.onlySeen().headers().get("Authorization");
        return Json.read(Base64.getUrlDecoder().decode(requireNonNull(token).split("\\.")[1]), JsonNode.class);
    }
}
