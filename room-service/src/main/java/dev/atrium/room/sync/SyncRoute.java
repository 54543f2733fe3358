package dev.atrium.room.sync;

import dev.atrium.room.quota.Spending;
import dev.atrium.room.relay.Owners;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.socket.Handshake;
import dev.atrium.room.socket.Sockets;
import dev.atrium.room.tinybase.Multiplex;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicInteger;

/// Sockets that speak TinyBase: `GET /api/rooms/{id}/tinybase`.
///
/// A route of its own and not an endpoint of WebSockets Next, whose upgrade checks can refuse a handshake with a status
/// but not with a problem document, and which does not bound what waits for a slow client.
@ApplicationScoped
final class SyncRoute {

    private final Handshake handshake;
    private final SyncParts parts;

    SyncRoute(
            Handshake handshake,
            Vertx vertx,
            Rooms rooms,
            Owners owners,
            Sockets sockets,
            SyncConfig config,
            Spending spending,
            MeterRegistry registry) {
        this.handshake = handshake;
        AtomicInteger foreign = new AtomicInteger();
        Gauge.builder("atrium.room.channels.foreign", foreign, AtomicInteger::get)
                .description("Channels of TinyBase sockets whose rooms other nodes serve")
                .register(registry);
        this.parts = new SyncParts(
                vertx, rooms, rooms::serves, owners, foreign, sockets, config, spending, SyncSocket.LEAVE_PATIENCE);
    }

    void register(@Observes Router router) {
        handshake.register(
                router,
                "/api/rooms/:room/tinybase",
                Multiplex.PROTOCOL,
                Handshake.Seating.REQUIRED,
                request -> opening(request, parts));
    }

    /// What becomes of a handshake. With `channel=true`, which nodes say to each other, the client's
    /// synchronizer may be older than its socket.
    static Handshake.Opening opening(HttpServerRequest request, SyncParts parts) {
        boolean resumes = Boolean.parseBoolean(request.getParam("channel"));
        return (connection, room, caller) -> new SyncSocket(connection, room, caller, parts).start(resumes);
    }
}
