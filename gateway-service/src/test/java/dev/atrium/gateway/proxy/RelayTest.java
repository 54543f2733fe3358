package dev.atrium.gateway.proxy;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.placement.Placement;
import dev.atrium.platform.placement.Placements;
import dev.atrium.platform.placement.RelayHeader;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.testing.Patience;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A socket that a full room has no seat for is opened at the relay that the room names (RM-9).
@QuarkusTest
final class RelayTest {

    private static final int SHARDS = 8;
    private static final String ROOM = "0198c0de-0000-7000-8000-000000000001";
    private static final int ANOTHER_SHARD = (RoomLogCodec.shard(ROOM, SHARDS) + 1) % SHARDS;
    private static final String WATCH = "/api/rooms/" + ROOM + "/spectate";

    @ConfigProperty(name = "atrium.upstream.room.url")
    URI owner;

    @Inject
    Placements placements;

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();
    private final Producer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private final List<HttpServerRequest> relayed = new CopyOnWriteArrayList<>();
    private StandIn room = StandIn.fresh();
    private URI relay = URI.create("http://127.0.0.1:1");
    private long epoch = System.nanoTime();

    @BeforeEach
    void twoNodes() throws Exception {
        room = StandIn.fresh();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(this::relay)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
        relay = URI.create("http://127.0.0.1:" + server.actualPort());
        for (int shard = 0; shard < SHARDS; shard++) {
            place(shard, shard == ANOTHER_SHARD ? relay : owner);
        }
        await().until(() -> placements.table().nodes().contains(relay));
    }

    /// The other tests find it as they expect it.
    @AfterEach
    void oneNode() {
        epoch++;
        place(ANOTHER_SHARD, owner);
        await().until(() -> placements.table().nodes().equals(List.of(owner)));
        producer.close();
        vertx.close();
    }

    @Test
    void theClientGetsItsSocketFromTheRelay() throws Exception {
        room.answers(request -> full(request, relay + WATCH));
        List<String> got = new CopyOnWriteArrayList<>();

        open("?after=7", got::add);

        await().until(() -> got.equals(List.of("from the relay")));
        HttpServerRequest asked = relayed.getFirst();
        assertEquals(WATCH + "?after=7", asked.uri());
        assertEquals(
                room.onlySeen().headers().get("Authorization"), asked.headers().get("Authorization"));
    }

    @Test
    void nobodyIsSentOnTwice() {
        room.answers(request -> full(request, relay + WATCH));

        UpgradeRejectedException refused = refused("?again");

        assertEquals(ProblemType.ROOM_FULL.status(), refused.getStatus());
        assertEquals(1, relayed.size());
        assertFalse(refused.getHeaders().contains(RelayHeader.NAME));
        assertEquals("10", refused.getHeaders().get("Retry-After"));
        assertTrue(refused.getBody().toString().contains(ProblemType.ROOM_FULL.uri()));
    }

    @Test
    void onlyNodesOfRoomsAreAsked() {
        for (String address : List.of("http://127.0.0.1:1" + WATCH, "file:///etc/passwd", "no address", "")) {
            room.answers(request -> full(request, address));

            UpgradeRejectedException refused = refused("");

            assertEquals(ProblemType.ROOM_FULL.status(), refused.getStatus(), address);
            assertFalse(refused.getHeaders().contains(RelayHeader.NAME));
        }
        assertEquals(List.of(), relayed);
    }

    @Test
    void clientsDoNotSeeWhereRelaysAre() {
        room.answers(request -> full(request, relay + WATCH));

        Gateway.Answer answer = Gateway.send("GET", "/api/rooms/" + ROOM);

        assertEquals("", answer.header(RelayHeader.NAME));
        assertEquals(404, Gateway.send("GET", WATCH).status());
    }

    /// Takes a socket, unless it is asked for what it has not.
    private void relay(HttpServerRequest request) {
        relayed.add(request);
        if (String.valueOf(request.query()).contains("again")) {
            full(request, relay + WATCH);
        } else {
            request.toWebSocket().onSuccess(socket -> socket.writeTextMessage("from the relay"));
        }
    }

    private static void full(HttpServerRequest request, String address) {
        request.response()
                .setStatusCode(ProblemType.ROOM_FULL.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Retry-After", "10")
                .putHeader(RelayHeader.NAME, address)
                .end("{\"type\":\"" + ProblemType.ROOM_FULL.uri() + "\"}");
    }

    private UpgradeRejectedException refused(String query) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> open(query, _ -> {}));
        return assertInstanceOf(UpgradeRejectedException.class, failure.getCause());
    }

    private WebSocket open(String query, Handler<String> texts) throws Exception {
        ClientWebSocket socket = client.webSocket();
        socket.textMessageHandler(texts);
        return socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(Gateway.port())
                        .setURI("/api/rooms/" + ROOM + "/ws" + query))
                .toCompletionStage()
                .toCompletableFuture()
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
    }

    private void place(int shard, URI url) {
        var _ = producer.send(new Placement(shard, SHARDS, epoch, "test", url).toRecord());
        producer.flush();
    }
}
