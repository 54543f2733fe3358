package dev.atrium.room.relay;

import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.socket.Spectator;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The rooms that are watched through this node: each as long as somebody does. Thread-safe.
@ApplicationScoped
final class Relays {

    /// Of a room that nobody watches here, no change is heard.
    private static final long UNHEARD = -1;

    private final Vertx vertx;
    private final Owners owners;
    private final RelayMetrics metrics;
    private final Map<RoomKey, Watched> rooms = new HashMap<>();

    private static final class Watched {

        private final Relay relay;
        private int spectators;

        private Watched(Relay relay) {
            this.relay = relay;
        }
    }

    Relays(Vertx vertx, Owners owners, RelayMetrics metrics) {
        this.vertx = vertx;
        this.owners = owners;
        this.metrics = metrics;
    }

    /// Changes with each hint that somebody may have lost the right to read the room.
    synchronized long accessChanges(RoomKey room) {
        Watched watched = rooms.get(room);
        return watched == null ? UNHEARD : watched.relay.accessChanges();
    }

    /// From soon on the spectator hears what happens in the room, until it leaves.
    ///
    /// @param after as the client wants it
    synchronized void join(RoomKey room, Spectator spectator, OptionalLong after, Admission admission) {
        Watched watched = rooms.computeIfAbsent(room, this::open);
        watched.spectators++;
        metrics.spectators(1);
        watched.relay.join(spectator, after, admission);
    }

    synchronized void leave(RoomKey room, Spectator spectator) {
        Watched watched = rooms.get(room);
        if (watched == null) {
            return;
        }
        metrics.spectators(-1);
        watched.relay.leave(spectator);
        if (--watched.spectators == 0) {
            rooms.remove(room);
            metrics.rooms(-1);
            watched.relay.close();
        }
    }

    synchronized void refresh(RoomKey room, Spectator spectator) {
        Watched watched = rooms.get(room);
        if (watched != null) {
            watched.relay.refresh(spectator);
        }
    }

    synchronized void renewed(RoomKey room, Spectator spectator, Runnable whenKnown) {
        Watched watched = rooms.get(room);
        if (watched != null) {
            watched.relay.renewed(spectator, whenKnown);
        }
    }

    private Watched open(RoomKey room) {
        metrics.rooms(1);
        Loop loop = new Loop(vertx, ((VertxInternal) vertx).createEventLoopContext());
        return new Watched(new Relay(room, loop, owners, metrics));
    }
}
