package dev.atrium.gateway.proxy;

import static dev.atrium.gateway.testing.Sockets.options;
import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Listener;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.placement.Placement;
import dev.atrium.platform.placement.Placements;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.testing.Patience;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients of a node that hangs are sent where their rooms are by then (RM-2). The nodes here take sockets and never
/// say anything.
@QuarkusTest
final class StrandedSocketsTest {

    private static final int SHARDS = 8;
    private static final String ROOM = "0198c0de-0000-7000-8000-000000000001";
    private static final int SHARD = RoomLogCodec.shard(ROOM, SHARDS);
    private static final String ANOTHER_ROOM = anotherRoom();
    private static final int ANOTHER_SHARD = RoomLogCodec.shard(ANOTHER_ROOM, SHARDS);
    private static final URI ELSEWHERE = URI.create("http://127.0.0.1:1");
    private static final int MOVED = 1012;

    /// More than are parted at one look.
    private static final int MANY = 250;

    @ConfigProperty(name = "atrium.upstream.room.url")
    URI standIn;

    @Inject
    Placements placements;

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
        placeAll(standIn);
    }

    /// The other tests find it as they expect it.
    @AfterEach
    void backToTheStandIn() {
        placeAll(standIn);
        producer.close();
        vertx.close();
    }

    @Test
    void whoIsInARoomIsSentToTheNodeThatTookItOver() throws Exception {
        Listener moves = Listener.open(room(ROOM));
        Listener stays = Listener.open(room(ANOTHER_ROOM));

        place(SHARD, ELSEWHERE);

        moves.awaitEnd(Patience.USUAL, MOVED, "moved");
        assertTrue(stays.isOpen());
    }

    @Test
    void aSocketOfSeveralRoomsStaysWhereItIsWhenTheRoomOfItsAddressMoves() throws Exception {
        Listener ofSeveral =
                Listener.open(options("/api/rooms/" + ROOM + "/tinybase", key).addSubProtocol("tinybase"));
        Listener ofOne = Listener.open(room(ROOM));

        place(SHARD, ELSEWHERE);

        ofOne.awaitEnd(Patience.USUAL, MOVED, "moved");
        assertTrue(ofSeveral.isOpen());
    }

    @Test
    void aShardThatWasGivenUpIsWaitedFor() throws Exception {
        Listener givenUp = Listener.open(room(ROOM));
        Listener moves = Listener.open(room(ANOTHER_ROOM));

        place(SHARD, null);
        place(ANOTHER_SHARD, ELSEWHERE);

        moves.awaitEnd(Patience.USUAL, MOVED, "moved");
        assertTrue(givenUp.isOpen());
    }

    @Test
    void nobodyIsLeftBehindWhereManyAreSentAway() throws Exception {
        List<Listener> all =
                IntStream.range(0, MANY).parallel().mapToObj(_ -> open(ROOM)).toList();

        place(SHARD, ELSEWHERE);

        await().until(() -> all.stream().noneMatch(Listener::isOpen));
    }

    @Test
    void socketsOfNoRoomEndWithANodeThatServesNothingAndDoesNotAnswer() throws Exception {
        Listener ofOneThatAnswers = Listener.open(own());
        placeAll(hungNode());
        Listener ofOneThatHangs = Listener.open(own());

        placeAll(ELSEWHERE);

        ofOneThatHangs.awaitEnd(Patience.USUAL, MOVED, "moved");
        assertTrue(ofOneThatAnswers.isOpen());
    }

    /// Takes sockets, but does not tell how it is.
    private URI hungNode() throws Exception {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setWebSocketSubProtocols(List.of("atrium.v1")))
                .requestHandler(HttpServerRequest::toWebSocket)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private Listener open(String room) {
        try {
            return Listener.open(room(room));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private WebSocketConnectOptions room(String room) {
        return options("/api/rooms/" + room + "/ws", key);
    }

    private WebSocketConnectOptions own() {
        return options("/api/me/ws", key);
    }

    private void placeAll(URI url) {
        epoch++;
        IntStream.range(0, SHARDS).forEach(shard -> send(shard, url));
        await().until(() -> placements.table().nodes().equals(List.of(url)));
    }

    private void place(int shard, @Nullable URI url) {
        epoch++;
        send(shard, url);
    }

    private void send(int shard, @Nullable URI url) {
        var _ = producer.send(new Placement(shard, SHARDS, epoch, "test", url).toRecord());
        producer.flush();
    }

    private static String anotherRoom() {
        return IntStream.iterate(2, i -> i + 1)
                .mapToObj("0198c0de-0000-7000-8000-%012d"::formatted)
                .filter(room -> RoomLogCodec.shard(room, SHARDS) != SHARD)
                .findFirst()
                .orElseThrow();
    }
}
