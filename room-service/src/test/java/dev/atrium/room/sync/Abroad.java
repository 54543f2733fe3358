package dev.atrium.room.sync;

import dev.atrium.platform.placement.Placement;
import dev.atrium.platform.placement.PlacementTable;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.quota.Spending;
import dev.atrium.room.relay.OwnersElsewhere;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.socket.Handshake;
import dev.atrium.room.socket.Sockets;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.tinybase.Multiplex;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// An address at which this node takes itself for one that serves no room, but those that a test says. All others it
/// reaches as if another node served them, which is itself, behind an address that can be moved and closed.
@ApplicationScoped
final class Abroad {

    private final Handshake handshake;
    private final Vertx vertx;
    private final SyncParts parts;
    private final PlacementTable placements = new PlacementTable();
    private final AtomicLong epoch = new AtomicLong();
    private final Set<RoomKey> here = ConcurrentHashMap.newKeySet();

    Abroad(
            Handshake handshake,
            Vertx vertx,
            Rooms rooms,
            OwnersElsewhere owners,
            Sockets sockets,
            SyncConfig config,
            Spending spending) {
        this.handshake = handshake;
        this.vertx = vertx;
        this.parts = new SyncParts(
                vertx,
                rooms,
                here::contains,
                owners.of(placements),
                new AtomicInteger(),
                sockets,
                config,
                spending,
                SyncSocket.LEAVE_PATIENCE);
    }

    void register(@Observes Router router) {
        handshake.register(
                router,
                "/api/rooms/:room/abroad",
                Multiplex.PROTOCOL,
                Handshake.Seating.REQUIRED,
                request -> SyncRoute.opening(request, parts));
    }

    static URI address(String room) {
        return URI.create("ws://127.0.0.1:" + TestSocket.port() + "/api/rooms/" + room + "/abroad");
    }

    /// Another node serves all rooms from now on.
    Node move() throws Exception {
        Node node = Node.start(vertx);
        placements.apply(new Placement(0, 1, epoch.incrementAndGet(), "test", node.url()));
        return node;
    }

    /// A room is served here from now on.
    void bringHere(RoomKey room) {
        here.add(room);
    }

    /// How many channels have come about.
    int channels() {
        return parts.foreign().get();
    }

    /// Whoever takes connections to another node.
    record Node(NetServer server) {

        private static Node start(Vertx vertx) throws Exception {
            NetServer server = vertx.createNetServer().connectHandler(socket -> {
                socket.pause();
                Future<NetSocket> _ = vertx.createNetClient()
                        .connect(TestSocket.port(), "127.0.0.1")
                        .onSuccess(behind -> {
                            socket.pipeTo(behind);
                            behind.pipeTo(socket);
                        });
            });
            return new Node(done(server.listen(0, "127.0.0.1")));
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.actualPort());
        }

        /// It is not to be reached any more, and its connections break off.
        void stop() throws Exception {
            done(server.close());
        }

        private static <T> T done(Future<T> future) throws Exception {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }
}
