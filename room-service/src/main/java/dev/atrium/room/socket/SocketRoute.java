package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.quota.Spending;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.shard.Visit;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Sockets that speak `atrium.v1`: `GET /api/rooms/{id}/ws`, and for nodes that relay a room `GET
/// /api/rooms/{id}/relay`.
@ApplicationScoped
public final class SocketRoute {

    private final Handshake handshake;
    private final RoomParts parts;

    SocketRoute(Handshake handshake, Rooms rooms, Sockets sockets, Renewals renewals, Spending spending) {
        this.handshake = handshake;
        this.parts = new RoomParts(rooms, sockets, renewals, spending);
    }

    void register(@Observes Router router) {
        handshake.register(
                router, "/api/rooms/:room/ws", ServerFrame.Hello.PROTOCOL, Handshake.Seating.OR_RELAYED, this::opening);
        handshake.register(
                router,
                "/api/rooms/:room/relay",
                ServerFrame.Hello.PROTOCOL,
                Handshake.Seating.NOT_NEEDED,
                request -> new Relaying(Handshake.after(request)));
    }

    /// The socket of a client that comes into a room itself.
    ///
    /// @throws ProblemException if what the request asks for is not valid
    Handshake.Opening opening(HttpServerRequest request) {
        OptionalLong after = Handshake.after(request);
        return (connection, room, caller) -> open(connection, room, caller, after);
    }

    private void open(Connection connection, RoomKey room, Caller caller, OptionalLong after) {
        new RoomSocket(connection, room, caller, parts).start(after);
    }

    /// Another node wants to relay the room. Those who watch there are asked for one by one: it may join any room.
    private final class Relaying implements Handshake.Opening, Handshake.Door {

        private final OptionalLong after;

        private Relaying(OptionalLong after) {
            this.after = after;
        }

        @Override
        public Optional<Handshake.Door> door() {
            return Optional.of(this);
        }

        @Override
        public void ask(RoomKey room, Caller caller, Consumer<Handshake.Entry> answer) {
            if (!caller.may(RoomAccess.RELAY_SCOPE)) {
                answer.accept(
                        new Handshake.Entry.Denied(Problem.of(ProblemType.FORBIDDEN, "Only nodes may relay rooms.")));
                return;
            }
            parts.rooms()
                    .look(
                            room,
                            Visit.of(
                                    (_, _) -> answer.accept(new Handshake.Entry.Granted(false)),
                                    reason -> answer.accept(
                                            new Handshake.Entry.Denied(Problem.of(reason.type(), reason.detail())))));
        }

        @Override
        public void start(Connection connection, RoomKey room, Caller caller) {
            open(connection, room, caller, after);
        }
    }
}
