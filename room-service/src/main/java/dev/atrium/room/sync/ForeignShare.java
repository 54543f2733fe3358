package dev.atrium.room.sync;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.relay.Owners;
import dev.atrium.room.socket.CloseCode;
import dev.atrium.room.socket.Farewell;
import dev.atrium.room.socket.MessageAssembler;
import dev.atrium.room.socket.Seat;
import dev.atrium.room.tinybase.Memory;
import dev.atrium.room.tinybase.Multiplex;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One client's share in the document of a room that another node serves: a socket of its own there, in the client's
/// name, so that everything is checked and counted where the room is. Payloads pass as they are. Runs on the
/// connection's event loop.
final class ForeignShare {

    private static final Logger LOG = Logger.getLogger(ForeignShare.class);

    /// How often it is looked whether another node serves the room: one that hangs does not say so.
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final short CLOSED_FOR_INVALID = 1007;
    private static final short CLOSED_FOR_TOO_MUCH = 1013;

    private final SyncSocket socket;
    private final Channel channel;
    private final SyncParts parts;
    private final RoomKey key;
    private final Caller caller;
    private final URI owner;
    private @Nullable Seat seat;
    private @Nullable WebSocket upstream;
    private @Nullable ScheduledFuture<?> look;
    /// Whether as much waits for the owner as may.
    private boolean full;

    private boolean left;

    ForeignShare(SyncSocket socket, Channel channel, SyncParts parts, RoomKey key, Caller caller, URI owner) {
        this.socket = socket;
        this.channel = channel;
        this.parts = parts;
        this.key = key;
        this.caller = caller;
        this.owner = owner;
    }

    /// Joins those who share the document, if the owner lets the client. To be called once.
    void join() {
        Optional<Seat> free = parts.sockets().seatOfPassage(key);
        if (free.isEmpty()) {
            socket.loop().execute(() -> tell(Joining.FULL));
            return;
        }
        seat = free.get();
        socket.context()
                .runOnContext(_ -> parts.owners()
                        .share(key, owner, caller, socket.address())
                        .onSuccess(this::connected)
                        .onFailure(this::failed));
    }

    /// The client has sent a payload.
    void send(String payload) {
        WebSocket present = upstream;
        if (present == null || !socket.carry(payload.length(), () -> present.writeFinalTextFrame(payload))) {
            return;
        }
        if (!full && present.writeQueueFull()) {
            full = true;
            socket.hold(1);
            present.drainHandler(_ -> drained());
        }
    }

    void leave() {
        left = true;
        drained();
        Seat taken = seat;
        if (taken != null) {
            taken.free();
        }
        ScheduledFuture<?> looking = look;
        if (looking != null) {
            looking.cancel(false);
        }
        WebSocket present = upstream;
        upstream = null;
        if (present != null) {
            parts.foreign().decrementAndGet();
            hangUp(present);
        }
    }

    private void drained() {
        if (full) {
            full = false;
            socket.hold(-1);
        }
    }

    private void connected(WebSocket present) {
        if (left) {
            hangUp(present);
            return;
        }
        upstream = present;
        parts.foreign().incrementAndGet();
        present.frameHandler(
                new MessageAssembler(Owners.MESSAGE_BYTES, Memory.UNBOUNDED, new Receiver(present))::frame);
        present.exceptionHandler(_ -> lost());
        present.closeHandler(_ -> ended(present.closeStatusCode(), present.closeReason()));
        look = socket.loop()
                .scheduleWithFixedDelay(
                        this::look, LOOK_INTERVAL.toNanos(), LOOK_INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        channel.joined(Joining.DONE);
    }

    private void failed(Throwable failure) {
        LOG.debugf("no channel at another node: room=%s owner=%s error=%s", key.room(), owner, failure);
        tell(Owners.refusal(failure)
                .map(reason -> reason == ProblemType.ROOM_FULL ? Joining.FULL : Joining.FORBIDDEN)
                .orElse(Joining.ELSEWHERE));
    }

    private void tell(Joining joining) {
        if (!left) {
            channel.joined(joining);
        }
    }

    private void look() {
        Optional<URI> present = parts.owners().of(key);
        if (present.isPresent() && !present.get().equals(owner)) {
            lost();
        }
    }

    private void lost() {
        if (!left) {
            channel.lost();
        }
    }

    /// The owner has ended it. What it says to the client itself, the client gets; the rest is between nodes.
    private void ended(@Nullable Short code, @Nullable String reason) {
        if (left) {
            return;
        }
        if (code == null) {
            lost();
        } else if (code == CloseCode.EXPELLED.code()) {
            channel.expelled();
        } else if (code == CloseCode.GONE.code()) {
            channel.gone();
        } else if (code == CloseCode.EXPIRED.code()) {
            socket.close(CloseCode.EXPIRED);
        } else if (code == CLOSED_FOR_INVALID || code == CLOSED_FOR_TOO_MUCH) {
            socket.close(new Farewell(code, reason == null ? "" : reason));
        } else {
            lost();
        }
    }

    /// Passes on what comes. A client that is behind gets the next message when this one has left.
    private void deliver(WebSocket present, byte[] text) {
        byte[] data = Multiplex.data(channel.name(), text);
        Reserved reserved = new Reserved(socket.outgoing());
        if (!reserved.become(data.length)) {
            // Too many are behind: the channel begins anew, and the client gets then what it lacks.
            lost();
            return;
        }
        Future<Void> passed = socket.pass(data, reserved);
        if (!passed.isComplete() && socket.isBehind()) {
            present.pause();
            passed.onComplete(_ -> present.resume());
        }
    }

    private static void hangUp(WebSocket socket) {
        socket.resume();
        Future<Void> _ = socket.close();
    }

    private final class Receiver implements MessageAssembler.Receiver {

        private final WebSocket present;

        private Receiver(WebSocket present) {
            this.present = present;
        }

        @Override
        public void text(byte[] utf8) {
            if (!left) {
                deliver(present, utf8);
            }
        }

        @Override
        public void skipped(MessageAssembler.Fault fault) {
            lost();
        }
    }
}
