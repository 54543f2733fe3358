package dev.atrium.room.sync;

import dev.atrium.room.quota.Spending;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.socket.Handshake;
import dev.atrium.room.socket.Sockets;
import dev.atrium.room.tinybase.Multiplex;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Sockets that speak TinyBase: `GET /api/rooms/{id}/tinybase`.
///
/// A route of its own and not an endpoint of WebSockets Next, whose upgrade checks can refuse a handshake with a status
/// but not with a problem document, and which does not bound what waits for a slow client.
@ApplicationScoped
final class SyncRoute {

    private final Handshake handshake;
    private final SyncParts parts;

    SyncRoute(Handshake handshake, Rooms rooms, Sockets sockets, SyncConfig config, Spending spending) {
        this.handshake = handshake;
        this.parts = new SyncParts(rooms, sockets, config, spending);
    }

    void register(@Observes Router router) {
        handshake.register(
                router,
                "/api/rooms/:room/tinybase",
                Multiplex.PROTOCOL,
                Handshake.Seating.REQUIRED,
                _ -> (connection, room, caller) -> new SyncSocket(connection, room, caller, parts).start());
    }
}
