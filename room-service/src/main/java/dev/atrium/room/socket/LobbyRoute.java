package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.lobby.Lobby;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.function.Consumer;

/// The socket of the default room: a handshake at `GET /api/chat` joins the room of the caller's tenant, which is made
/// if there is none yet. From then on it is a socket as at `/api/rooms/{id}/ws`.
@ApplicationScoped
public final class LobbyRoute {

    private final Handshake handshake;
    private final Lobby lobby;
    private final SocketRoute rooms;

    LobbyRoute(Handshake handshake, Lobby lobby, SocketRoute rooms) {
        this.handshake = handshake;
        this.lobby = lobby;
        this.rooms = rooms;
    }

    void register(@Observes Router router) {
        handshake.registerDefault(
                router,
                "/api/chat",
                ServerFrame.Hello.PROTOCOL,
                Handshake.Seating.OR_RELAYED,
                request -> new Newcomer(rooms.opening(request)));
    }

    /// Opens the room first.
    private final class Newcomer implements Handshake.Opening, Handshake.Door {

        private final Handshake.Opening opening;

        private Newcomer(Handshake.Opening opening) {
            this.opening = opening;
        }

        @Override
        public Optional<Handshake.Door> door() {
            return Optional.of(this);
        }

        @Override
        public void ask(RoomKey room, Caller caller, Consumer<Handshake.Entry> answer) {
            lobby.open(
                    caller,
                    () -> handshake.askRoom(room, caller, answer),
                    reason -> answer.accept(new Handshake.Entry.Denied(Handshake.problem(reason))));
        }

        @Override
        public void start(Connection connection, RoomKey room, Caller caller) {
            opening.start(connection, room, caller);
        }
    }
}
