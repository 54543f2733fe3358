package dev.atrium.room.relay;

import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.socket.CloseCode;
import dev.atrium.room.socket.MessageAssembler;
import dev.atrium.room.tinybase.Memory;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A relay's connection to the owner of its room: made anew when it is lost, when the owner goes, and when the room has
/// another one. To be used on the relay's event loop only.
final class Upstream {

    private static final Logger LOG = Logger.getLogger(Upstream.class);

    private static final Duration RETRY = Duration.ofMillis(200);

    /// How long spectators wait for a new owner: longer than a node that was killed is missed.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final RoomKey key;
    private final Loop loop;
    private final Owners owners;
    private final Listener listener;
    private final Runnable endLooking;
    private @Nullable Connected connected;
    /// Since when there is no owner to hear from, in nanoseconds; null while there is, and before there is to be one.
    private @Nullable Long silentSince;
    /// Changes with each attempt to reach the owner: what earlier ones still bring does not count.
    private int attempt;

    private boolean closed;

    private record Connected(WebSocket socket, URI owner) {}

    /// Whoever uses what comes. Called on the relay's event loop.
    interface Listener {

        /// Whether another connection may be made now. If not, it is asked again soon.
        boolean isReady();

        /// Behind which sequence number of the room everything is wanted.
        long resumeAfter();

        /// There is a new connection: what [#heard] brings from now on comes from it.
        ///
        /// @param after as it was wanted
        void connected(long after);

        /// A message of the owner.
        ///
        /// @throws UncheckedIOException if it is no JSON: the connection is made anew
        void heard(byte[] text);

        /// The room was deleted.
        void gone();

        /// There was no owner for longer than anybody should wait. Told again each time that this is so.
        void orphaned();
    }

    Upstream(RoomKey key, Loop loop, Owners owners, Listener listener) {
        this.key = key;
        this.loop = loop;
        this.owners = owners;
        this.listener = listener;
        this.endLooking = loop.every(LOOK_INTERVAL, this::look);
    }

    /// Begins to reach for the owner, the first time.
    void open() {
        if (connected == null && silentSince == null) {
            silentSince = System.nanoTime();
            connect();
        }
    }

    /// The owner has told all that there is: it serves the room.
    void served() {
        silentSince = null;
    }

    boolean isConnected() {
        return connected != null;
    }

    /// Does nothing while there is no connection, as the two below.
    void send(String text) {
        if (connected != null) {
            Future<Void> _ = connected.socket().writeTextMessage(text);
        }
    }

    /// Hears nothing more for a while.
    void pause() {
        if (connected != null) {
            connected.socket().pause();
        }
    }

    void resume() {
        if (connected != null) {
            connected.socket().resume();
        }
    }

    void close() {
        closed = true;
        endLooking.run();
        drop();
    }

    private void connect() {
        if (closed) {
            return;
        }
        int current = ++attempt;
        Optional<URI> owner = listener.isReady() ? owners.of(key) : Optional.empty();
        if (owner.isEmpty()) {
            retry(current);
            return;
        }
        long after = listener.resumeAfter();
        owners.join(key, owner.get(), after)
                .onSuccess(socket -> connected(current, socket, owner.get(), after))
                .onFailure(failure -> {
                    LOG.debugf("the owner of a relayed room is not there: room=%s error=%s", key.room(), failure);
                    retry(current);
                });
    }

    private void connected(int current, WebSocket socket, URI owner, long after) {
        if (closed || current != attempt) {
            Future<Void> _ = socket.close();
            return;
        }
        connected = new Connected(socket, owner);
        listener.connected(after);
        socket.frameHandler(new MessageAssembler(Owners.MESSAGE_BYTES, Memory.UNBOUNDED, new Receiver(current))::frame);
        socket.exceptionHandler(_ -> lost(current));
        socket.closeHandler(_ -> closed(current, socket.closeStatusCode()));
    }

    private void closed(int current, @Nullable Short code) {
        if (current == attempt && !closed && code != null && code == CloseCode.GONE.code()) {
            listener.gone();
        }
        lost(current);
    }

    private void lost(int current) {
        if (current == attempt && !closed) {
            drop();
            retry(attempt);
        }
    }

    private void retry(int current) {
        if (closed || current != attempt) {
            return;
        }
        Long since = silentSince;
        if (since != null && System.nanoTime() - since > PATIENCE.toNanos()) {
            LOG.warnf("a relayed room is served by nobody, its spectators are sent away: room=%s", key.room());
            listener.orphaned();
            silentSince = System.nanoTime();
        }
        loop.after(RETRY, () -> {
            if (current == attempt) {
                connect();
            }
        });
    }

    /// An owner that hangs, or is cut off, does not say that it is none any more.
    private void look() {
        Optional<URI> owner = owners.of(key);
        if (connected != null && owner.isPresent() && !owner.get().equals(connected.owner())) {
            drop();
            connect();
        }
    }

    private void drop() {
        Connected lost = connected;
        connected = null;
        attempt++;
        if (silentSince == null) {
            silentSince = System.nanoTime();
        }
        if (lost != null) {
            Future<Void> _ = lost.socket().close();
        }
    }

    private final class Receiver implements MessageAssembler.Receiver {

        private final int current;

        private Receiver(int current) {
            this.current = current;
        }

        @Override
        public void text(byte[] utf8) {
            if (current != attempt) {
                return;
            }
            try {
                listener.heard(utf8);
            } catch (UncheckedIOException e) {
                LOG.errorf(e, "the owner of a relayed room said what is no JSON: room=%s", key.room());
                lost(current);
            }
        }

        @Override
        public void skipped(MessageAssembler.Fault fault) {
            lost(current);
        }
    }
}
