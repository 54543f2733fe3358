package dev.atrium.room.socket;

import dev.atrium.platform.paging.Parameters;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.shard.Rooms;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.OptionalLong;

/// Sockets that speak `atrium.v1`: `GET /api/rooms/{id}/ws`.
@ApplicationScoped
public final class SocketRoute {

    private final Handshake handshake;
    private final RoomParts parts;

    SocketRoute(Handshake handshake, Rooms rooms, Sockets sockets, Renewals renewals) {
        this.handshake = handshake;
        this.parts = new RoomParts(rooms, sockets, renewals);
    }

    void register(@Observes Router router) {
        handshake.register(router, "/api/rooms/:room/ws", ServerFrame.Hello.PROTOCOL, this::prepare);
    }

    private Handshake.Opening prepare(HttpServerRequest request) {
        OptionalLong after = after(request);
        return (connection, room, caller) -> new RoomSocket(connection, room, caller, parts).start(after);
    }

    private static OptionalLong after(HttpServerRequest request) {
        String after = request.getParam("after");
        if (after == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Parameters.number("after", after, 0, Long.MAX_VALUE));
    }
}
