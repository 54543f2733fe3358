package dev.atrium.room.relay;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.socket.Connection;
import dev.atrium.room.socket.Handshake;
import dev.atrium.room.socket.Renewals;
import dev.atrium.room.socket.Sockets;
import dev.atrium.room.socket.Spectator;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sockets of those for whom a room has no seat: `GET /api/rooms/{id}/spectate`, which only the gateway
/// reaches, when the room's owner has sent it here.
@ApplicationScoped
public final class RelayRoute {

    private final Handshake handshake;
    private final Owners owners;
    private final Relays relays;
    private final Sockets sockets;
    private final Renewals renewals;

    RelayRoute(Handshake handshake, Owners owners, Relays relays, Sockets sockets, Renewals renewals) {
        this.handshake = handshake;
        this.owners = owners;
        this.relays = relays;
        this.sockets = sockets;
        this.renewals = renewals;
    }

    void register(@Observes Router router) {
        handshake.register(
                router,
                "/api/rooms/:room/spectate",
                ServerFrame.Hello.PROTOCOL,
                Handshake.Seating.OF_RELAY,
                request -> new Visitor(Handshake.after(request)));
    }

    /// One who wants to watch. Whether it may says the room's owner, as it would to the caller itself.
    private final class Visitor implements Handshake.Opening, Handshake.Door {

        private final OptionalLong after;
        private volatile @Nullable Admission admission;

        private Visitor(OptionalLong after) {
            this.after = after;
        }

        @Override
        public Optional<Handshake.Door> door() {
            return Optional.of(this);
        }

        @Override
        public void ask(RoomKey room, Caller caller, Consumer<Handshake.Entry> answer) {
            long accessChanges = relays.accessChanges(room);
            owners.ask(room, caller)
                    .onSuccess(verdict -> answer.accept(
                            switch (verdict) {
                                case Verdict.Allowed allowed -> {
                                    admission = new Admission(allowed.room(), accessChanges);
                                    yield new Handshake.Entry.Granted(false);
                                }
                                case Verdict.Denied denied -> new Handshake.Entry.Denied(denied.problem());
                                case Verdict.Unknown _ ->
                                    new Handshake.Entry.Denied(Problem.of(
                                            ProblemType.UNAVAILABLE,
                                            "The node that serves this room does not answer. Try again soon."));
                            }));
        }

        @Override
        public void start(Connection connection, RoomKey room, Caller caller) {
            Admission admitted = admission;
            if (admitted == null) {
                throw new IllegalStateException("nobody asked");
            }
            Spectator spectator = new Spectator(connection, room, caller, sockets, renewals, new Spectator.Stage() {
                @Override
                public void refresh(Spectator behind) {
                    relays.refresh(room, behind);
                }

                @Override
                public void renewed(Spectator present, Runnable whenKnown) {
                    relays.renewed(room, present, whenKnown);
                }

                @Override
                public void left(Spectator gone) {
                    relays.leave(room, gone);
                }
            });
            spectator.start();
            relays.join(room, spectator, after, admitted);
        }
    }
}
