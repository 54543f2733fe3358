package dev.atrium.gateway.proxy;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.placement.DefaultRoom;
import dev.atrium.platform.placement.NewRoomPlace;
import dev.atrium.platform.placement.Placement;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.testing.Patience;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is about a room reaches the node that serves it (RM-2).
@QuarkusTest
final class PlacementTest {

    private static final int SHARDS = 8;
    private static final String ROOM = "0198c0de-0000-7000-8000-000000000001";
    private static final int SHARD = RoomLogCodec.shard(ROOM, SHARDS);
    private static final String ELSEWHERE = elsewhere();
    private static final String PATH = "/api/rooms/" + ROOM + "/messages";
    private static final String BODY = "{\"content\":\"hello\"}";

    @Inject
    Directory directory;

    @Inject
    Breakers breakers;

    @ConfigProperty(name = "atrium.upstream.room.url")
    URI standIn;

    private final String key = Gateway.newKey();
    private final Vertx vertx = Vertx.vertx();
    private final Producer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private long epoch = System.nanoTime();

    @BeforeEach
    void allRoomsAreAtTheStandIn() {
        StandIn.fresh();
        epoch++;
        for (int shard = 0; shard < SHARDS; shard++) {
            place(shard, standIn);
        }
        await().until(() -> status("/api/rooms/" + ROOM) == 200);
    }

    /// The other tests find it as they expect it.
    @AfterEach
    void backToTheStandIn() {
        epoch++;
        place(SHARD, standIn);
        await().until(() -> status("/api/rooms/" + ROOM) == 200);
        producer.close();
        vertx.close();
    }

    @Test
    void requestsFollowTheirRoomToAnotherNode() throws Exception {
        HttpServer second = secondNode();

        place(SHARD, URI.create("http://127.0.0.1:" + second.actualPort()));

        await().until(() -> Gateway.send("GET", "/api/rooms/" + ROOM).text().equals("second"));
        assertEquals(
                "second",
                Gateway.send("GET", "/api/rooms/" + ROOM + "/messages").text());
        assertFalse(Gateway.send("GET", "/api/rooms/" + ELSEWHERE).text().equals("second"));
        assertEquals(
                Gateway.send("GET", "/api/files").text(),
                Gateway.send("GET", "/api/rooms/" + ELSEWHERE).text());
    }

    @Test
    void newRoomsOfOneIdempotencyKeyAreAskedForAtOneNode() throws Exception {
        String here = idempotencyKey(true);
        String elsewhere = idempotencyKey(false);

        place(SHARD, URI.create("http://127.0.0.1:" + secondNode().actualPort()));

        await().until(() -> newRoom(here).equals("second"));
        for (int i = 0; i < 4; i++) {
            assertEquals("second", newRoom(here));
            assertFalse(newRoom(elsewhere).equals("second"));
        }
    }

    /// Of whom it is, the gateway knows: the commons' of who has a key.
    @Test
    void theDefaultRoomOfATenantIsAskedForAtTheNodeThatServesIt() throws Exception {
        URI second = URI.create("http://127.0.0.1:" + secondNode().actualPort());

        epoch++;
        place(RoomLogCodec.shard(DefaultRoom.of(TenantId.COMMONS), SHARDS), second);

        await().until(() ->
                Gateway.send("GET", "/api/chat", "Authorization", key).text().equals("second"));
        assertEquals("second", Gateway.send("GET", "/api/chat").text());
        epoch++;
        place(RoomLogCodec.shard(DefaultRoom.of(TenantId.COMMONS), SHARDS), standIn);
        await().until(() -> !Gateway.send("GET", "/api/chat").text().equals("second"));
    }

    @Test
    void aSocketAtTheAddressOfTheDefaultRoomIsOpenedAtItsNode() throws Exception {
        StandIn room = StandIn.fresh();

        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", key)
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + Gateway.port() + "/api/chat?after=3"),
                        new WebSocket.Listener() {})
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS)
                .abort();

        assertTrue(room.seen().stream().anyMatch(seen -> seen.uri().equals("/api/chat?after=3")));
    }

    @Test
    void aRoomThatMovesIsUnavailableForAMoment() {
        place(SHARD, null);

        await().until(() -> status("/api/rooms/" + ROOM) == 503);
        Gateway.Answer answer = fresh("/api/rooms/" + ROOM).assertProblem(ProblemType.UNAVAILABLE);
        assertFalse(answer.header("Retry-After").isEmpty());
        assertEquals(200, status("/api/rooms/" + ELSEWHERE));
        assertEquals(200, status("/api/rooms"));
    }

    @Test
    void whatAnybodyMayReadInARoomIsReadWhileItMoves() {
        await().until(() -> Gateway.send("GET", "/api/rooms/" + ROOM).status() == 200);
        place(SHARD, null);
        await().until(() -> status("/api/rooms/" + ROOM) == 503);

        Gateway.Answer answer = Gateway.send("GET", "/api/rooms/" + ROOM);

        assertEquals(200, answer.status());
        assertFalse(answer.header("Cache-Status").isEmpty());
    }

    @Test
    void whatComesWhileARoomMovesGoesToItsNewNodeWithItsBody() {
        StandIn.fresh()
                .answers(request ->
                        request.body().onSuccess(body -> request.response().end(body)));
        // The gateway waits for a room for a moment only: on a busy machine it may take longer.
        await().until(() -> {
            leave();

            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() ->
                    Gateway.sendJson("POST", PATH, BODY, "Authorization", key).text());
            come();

            return BODY.equals(answer.get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS));
        });
    }

    @Test
    void aSocketThatComesWhileARoomMovesIsOpenedAtItsNewNode() {
        await().ignoreException(ExecutionException.class).until(() -> {
            leave();

            CompletableFuture<WebSocket> socket = socket();
            come();

            socket.get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS).abort();
            return true;
        });
    }

    @Test
    void whatItsNodeRefusesBecauseARoomHasJustLeftIsReadAtItsNewNode() {
        await().until(() -> {
            isAt(leavingNode());

            return status("/api/rooms/" + ROOM) == 200;
        });
    }

    @Test
    void aSocketThatItsNodeRefusesBecauseARoomHasJustLeftIsOpenedAtItsNewNode() {
        await().ignoreException(ExecutionException.class).until(() -> {
            isAt(leavingNode());

            socket().get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS).abort();
            return true;
        });
    }

    @Test
    void aSocketWhoseNodeIsGoneIsOpenedAtTheOneThatTakesOver() {
        await().ignoreException(ExecutionException.class).until(() -> {
            isAt(URI.create("http://127.0.0.1:1"));

            CompletableFuture<WebSocket> socket = socket();
            come();

            socket.get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS).abort();
            return true;
        });
    }

    /// As a room-service that is the only one, and was killed.
    @Test
    void aSocketWhoseNodeIsGoneIsOpenedThereOnceItHasComeBack() throws Exception {
        HttpServer before = socketNode(0);
        int port = before.actualPort();
        URI node = URI.create("http://127.0.0.1:" + port);
        before.close().toCompletionStage().toCompletableFuture().get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
        isAt(node);
        Directory.Node lost =
                directory.ofRoom(ROOM).toCompletableFuture().join().orElseThrow();

        await().ignoreException(ExecutionException.class).until(() -> {
            CompletableFuture<WebSocket> socket = socket();
            await().until(() -> breakers.isGone(lost));
            HttpServer after = socketNode(port);
            isAt(node);

            try {
                socket.get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS).abort();
                return true;
            } finally {
                after.close()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
            }
        });
    }

    @Test
    void aSocketWhoseNodeIsGoneForLongIsRefused() {
        isAt(URI.create("http://127.0.0.1:1"));

        ExecutionException refused = assertThrows(
                ExecutionException.class, () -> socket().get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS));

        assertEquals(
                503,
                assertInstanceOf(WebSocketHandshakeException.class, refused.getCause())
                        .getResponse()
                        .statusCode());
    }

    /// Not even what may be done twice: a 503 may say that it is not known whether it was done.
    @ParameterizedTest
    @CsvSource({"POST, /messages", "PUT, /marker"})
    void whatChangesARoomIsNotSentToASecondNodeByItself(String method, String path) throws Exception {
        isAt(leavingNode());

        assertEquals(
                503,
                Gateway.sendJson(method, "/api/rooms/" + ROOM + path, BODY, "Authorization", key)
                        .status());
    }

    @Test
    void aNodeThatIsNotThereAnyMoreIsUnavailable() {
        place(SHARD, URI.create("http://127.0.0.1:1"));

        await().until(() -> status("/api/rooms/" + ROOM) == 503);
    }

    @Test
    void whatAnyNodeCanAnswerGoesToOneThatIsThere() {
        place(SHARD, URI.create("http://127.0.0.1:1"));
        await().until(() -> status("/api/rooms/" + ROOM) == 503);

        for (int i = 0; i < 4; i++) {
            assertEquals(200, status("/api/rooms"));
        }
    }

    private HttpServer socketNode(int port) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(HttpServerRequest::toWebSocket)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
    }

    private CompletableFuture<WebSocket> socket() {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", key)
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + Gateway.port() + "/api/rooms/" + ROOM + "/ws"),
                        new WebSocket.Listener() {});
    }

    private void isAt(URI node) {
        epoch++;
        place(SHARD, node);
        await().until(() -> directory
                .ofRoom(ROOM)
                .toCompletableFuture()
                .join()
                .filter(present -> present.url().equals(node))
                .isPresent());
    }

    /// Has given the room up by the time at which it answers.
    private URI leavingNode() throws Exception {
        return URI.create("http://127.0.0.1:"
                + vertx.createHttpServer()
                        .requestHandler(request -> vertx.executeBlocking(() -> {
                                    leave();
                                    return standIn;
                                })
                                .onSuccess(_ -> {
                                    var _ = request.response()
                                            .setStatusCode(503)
                                            .putHeader("Retry-After", "1")
                                            .putHeader("Content-Type", Problem.MEDIA_TYPE)
                                            .end("{\"type\":\"/problems/unavailable\",\"status\":503}");
                                    come();
                                }))
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS)
                        .actualPort());
    }

    /// Where there was no connection nothing was sent, so that nothing is done twice.
    @Test
    void whatWasNotSentGoesToAnotherNodeWhateverItsMethod() {
        place(SHARD, URI.create("http://127.0.0.1:1"));
        await().until(() -> status("/api/rooms/" + ROOM) == 503);

        for (int i = 0; i < 4; i++) {
            assertEquals(
                    "{\"bytes\":12}",
                    Gateway.sendJson("POST", "/api/rooms", "{\"name\":\"x\"}", "Authorization", key)
                            .text());
        }
    }

    @Test
    void aSocketThatAnyNodeCanHaveIsOpenedAtOneThatIsThere() throws Exception {
        place(SHARD, URI.create("http://127.0.0.1:1"));
        await().until(() -> status("/api/rooms/" + ROOM) == 503);

        for (int i = 0; i < 4; i++) {
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Authorization", key)
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + Gateway.port() + "/api/me/ws"), new WebSocket.Listener() {})
                    .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS)
                    .abort();
        }
    }

    @Test
    void anAddressOfSeveralProcessesIsTriedOnceMore() {
        List<Directory.Node> media = directory.any(Destination.MEDIA);

        assertEquals(2, media.size());
        assertEquals(media.getFirst().url(), media.getLast().url());
    }

    private HttpServer secondNode() throws Exception {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response().end("second"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
    }

    private String newRoom(String idempotencyKey) {
        return Gateway.sendJson(
                        "POST",
                        "/api/rooms",
                        "{\"name\":\"x\"}",
                        "Authorization",
                        key,
                        "Idempotency-Key",
                        idempotencyKey)
                .text();
    }

    /// Of a room whose place is in the shard that moves, or in another.
    private String idempotencyKey(boolean moves) {
        String subject = Gateway.send("GET", "/api/me", "Authorization", key)
                .json()
                .path("subject")
                .asText();
        Caller caller = new Caller(subject, TenantId.COMMONS, "x", Set.of(), Set.of());
        return Stream.iterate(1, i -> i + 1)
                .map(i -> "key-" + i)
                .filter(one -> (RoomLogCodec.shard(NewRoomPlace.of(caller, one), SHARDS) == SHARD) == moves)
                .findFirst()
                .orElseThrow();
    }

    private void leave() {
        epoch++;
        place(SHARD, null);
        await().until(() -> !isSettled());
    }

    private void come() {
        epoch++;
        place(SHARD, standIn);
    }

    private boolean isSettled() {
        return directory.ofRoom(ROOM).toCompletableFuture().isDone();
    }

    private static int status(String path) {
        return fresh(path).status();
    }

    /// As it is now: not what was said before, where nobody answers.
    private static Gateway.Answer fresh(String path) {
        return Gateway.send("GET", path, "Cache-Control", "no-cache");
    }

    private void place(int shard, @Nullable URI url) {
        var _ = producer.send(new Placement(shard, SHARDS, epoch, "test", url).toRecord());
        producer.flush();
    }

    private static String elsewhere() {
        for (int i = 2; ; i++) {
            String room = "0198c0de-0000-7000-8000-%012d".formatted(i);
            if (RoomLogCodec.shard(room, SHARDS) != SHARD) {
                return room;
            }
        }
    }
}
