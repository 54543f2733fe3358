package dev.atrium.room.sync;

import dev.atrium.room.quota.Spending;
import dev.atrium.room.relay.Owners;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.socket.Handshake;
import dev.atrium.room.socket.Sockets;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.tinybase.Multiplex;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// An address at which clients have little time to take what waits for them.
@ApplicationScoped
final class Impatient {

    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(1);

    private final Handshake handshake;
    private final SyncParts parts;

    Impatient(
            Handshake handshake,
            Vertx vertx,
            Rooms rooms,
            Owners owners,
            Sockets sockets,
            SyncConfig config,
            Spending spending) {
        this.handshake = handshake;
        this.parts = new SyncParts(
                vertx, rooms, rooms::serves, owners, new AtomicInteger(), sockets, config, spending, LEAVE_PATIENCE);
    }

    void register(@Observes Router router) {
        handshake.register(
                router,
                "/api/rooms/:room/impatient",
                Multiplex.PROTOCOL,
                Handshake.Seating.REQUIRED,
                request -> SyncRoute.opening(request, parts));
    }

    static URI address(String room) {
        return URI.create("ws://127.0.0.1:" + TestSocket.port() + "/api/rooms/" + room + "/impatient");
    }
}
