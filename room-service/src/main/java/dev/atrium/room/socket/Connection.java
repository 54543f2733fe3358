package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.tinybase.Memory;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client's open socket, whatever is spoken on it: bounds what comes in and what waits to go out, finds out whether
/// the client is still there, and ends once, with words if there is time for them. Runs on the connection's event loop.
public final class Connection {

    /// How long a client may take to answer the close frame, or to take the answer to its own.
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    /// How long as much may wait for a client as may: one burst is no sign that it does not read.
    private static final Duration FULL_PATIENCE = Duration.ofSeconds(5);

    /// It is disconnected at once if so many times as much waits.
    private static final int OVERFULL = 4;

    /// A client is behind when this share of its queue is filled.
    private static final int BEHIND_SHARE = 8;

    private final ServerWebSocket webSocket;
    private final Channel channel;
    private final String address;
    private final Sockets sockets;
    private final Expiry expiry;
    private final RateLimit pings;
    private int queueBytes;
    private @Nullable MessageAssembler assembler;
    private boolean alive = true;
    /// Whether nothing is read from the client, so that its answers to pings may not be either.
    private boolean paused;
    private @Nullable Dialect dialect;
    /// When it is looked again whether too much waits for the client; null if it does not.
    private @Nullable ScheduledFuture<?> judgement;
    /// Whether nothing more is sent.
    private volatile boolean closed;

    /// What is spoken on a connection. Called on its event loop, and not any more once it has [#ended], but for
    /// [#farewell] just before.
    public interface Dialect {

        void text(byte[] utf8);

        /// A message with binary data, which was skipped.
        void binary();

        /// A message that is too long, which was skipped.
        void tooLarge();

        /// How the dialect says to its client why the server ends the connection.
        Farewell farewell(CloseCode why);

        /// Nothing more can be sent, and nothing will come. Called once.
        void ended();

        /// The client is about to be pinged.
        default void beat() {}

        /// The credential by which the connection lives is about to end.
        default void renewalDue(Instant end) {}

        /// What waited for the client has left.
        default void drained() {}
    }

    /// @param channel the connection under the socket, by which the length of its queue is known
    /// @param address that the client comes from; empty if it is not known
    Connection(ServerWebSocket webSocket, Channel channel, String address, Sockets sockets) {
        this.webSocket = webSocket;
        this.channel = channel;
        this.address = address;
        this.sockets = sockets;
        this.expiry = new Expiry(channel.eventLoop(), sockets.clock(), new Ending());
        this.pings = new RateLimit(sockets.config().framesPerSecond(), System.nanoTime());
    }

    /// Starts to listen to the client. To be called once, before anything else, right after the handshake.
    ///
    /// @param caller whose share of the node's memory is taken for what comes
    /// @param messageBytes most bytes of a message from the client
    /// @param newQueueBytes most bytes that wait for the client, before it is disconnected
    public void open(Dialect spoken, Caller caller, int messageBytes, int newQueueBytes) {
        dialect = spoken;
        queueBytes = newQueueBytes;
        Memory memory = sockets.memory(caller, address);
        FrameLimit.set(channel, Math.max(messageBytes, FrameLimit.USUAL_BYTES), memory);
        webSocket.setWriteQueueMaxSize(queueBytes);
        MessageAssembler messages = new MessageAssembler(messageBytes, memory, new Incoming(spoken));
        assembler = messages;
        webSocket.frameHandler(frame -> {
            if (frame.isPing()) {
                pinged();
            } else if (!closed) {
                messages.frame(frame);
            }
        });
        webSocket.pongHandler(_ -> alive = true);
        webSocket.exceptionHandler(_ -> hangUp());
        webSocket.closeHandler(_ -> gone());
        webSocket.drainHandler(_ -> {
            absolve();
            spoken.drained();
        });
        sockets.opened(this);
    }

    /// The credential by which the connection lives ends then, and the connection with it, unless another end is set
    /// before.
    ///
    /// @param end null: never
    public void lastUntil(@Nullable Instant end) {
        if (!closed) {
            expiry.set(end);
        }
    }

    /// The connection's event loop. On any thread.
    public EventLoop loop() {
        return channel.eventLoop();
    }

    /// The network address that the client comes from, as the gateway counts it; empty if it is not known.
    /// On any thread.
    public String address() {
        return address;
    }

    /// The sub-protocol that was agreed upon; null if none.
    public @Nullable String subProtocol() {
        return webSocket.subProtocol();
    }

    /// Whether it has ended, or is about to. On any thread.
    public boolean isClosed() {
        return closed;
    }

    /// Whether the client has ended it as one that is done (1000, or a close frame without a code): not one
    /// that goes elsewhere (1001), nor one that has vanished. On any thread.
    public boolean wasClosedByClient() {
        Short code = webSocket.closeStatusCode();
        return code != null && code == WebSocketCloseStatus.NORMAL_CLOSURE.code();
    }

    /// Sends a message, of which the bytes must not be changed afterwards. A client for which more waits than may is
    /// disconnected if that does not get less in a while, or if it is much more.
    public void send(byte[] text) {
        Future<Void> _ = pass(text);
    }

    /// As [#send].
    ///
    /// @return when it has left
    public Future<Void> pass(byte[] text) {
        Future<Void> left = write(text);
        if (!closed && isFull()) {
            judge();
        }
        return left;
    }

    private void judge() {
        if (isOverfull()) {
            tooSlow();
        } else if (judgement == null) {
            judgement = loop().schedule(
                            () -> {
                                judgement = null;
                                if (isFull()) {
                                    tooSlow();
                                }
                            },
                            FULL_PATIENCE.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    /// What waited has left, most of it.
    private void absolve() {
        ScheduledFuture<?> pending = judgement;
        judgement = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private boolean isOverfull() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > (long) OVERFULL * queueBytes;
    }

    /// Ends the connection because its client does not keep up.
    public void tooSlow() {
        if (!closed) {
            sockets.slow();
            close(CloseCode.SLOW);
        }
    }

    /// Sends a message, however much waits already.
    ///
    /// @return when it has left
    public Future<Void> write(byte[] text) {
        if (closed) {
            return Future.failedFuture("the connection has ended");
        }
        Future<Void> left = webSocket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, text, true));
        return paused ? left.onSuccess(_ -> alive = true) : left;
    }

    /// Whether as much waits for the client as may.
    public boolean isFull() {
        return !channel.isWritable();
    }

    /// Whether enough waits for the client to spare it what is not needed.
    public boolean isBehind() {
        long waitingBytes = queueBytes - channel.bytesBeforeUnwritable();
        return waitingBytes > queueBytes / BEHIND_SHARE;
    }

    /// Reads nothing more from the client for a while.
    public void pause() {
        // To the end, the client's answer to the close frame must be read.
        if (!closed) {
            paused = true;
            webSocket.pause();
        }
    }

    /// Reads on.
    public void resume() {
        paused = false;
        webSocket.resume();
    }

    /// What it is about is no longer served here: sends the client away. On any thread.
    public void moved() {
        loop().execute(() -> close(CloseCode.MOVED));
    }

    /// Ends the connection in the dialect's words.
    public void close(CloseCode why) {
        Dialect spoken = dialect;
        if (spoken != null && !closed) {
            close(spoken.farewell(why));
        }
    }

    /// Ends the connection.
    public void close(Farewell farewell) {
        if (closed) {
            return;
        }
        byte[] lastMessage = farewell.lastMessage();
        if (lastMessage != null) {
            Future<Void> _ = write(lastMessage);
        }
        Future<Void> _ = webSocket.close(farewell.code(), farewell.reason());
        end();
        webSocket.resume();
        hangUpSoon();
    }

    /// Whoever does not read does not get the close frame either.
    private void hangUpSoon() {
        ScheduledFuture<?> _ = loop().schedule(this::hangUp, CLOSE_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Ends the connection without a word, from below Vert.x' handler: that one would first send a close frame and
    /// wait for the client's. On any thread.
    public void hangUp() {
        ChannelHandlerContext lowest = channel.pipeline().firstContext();
        if (lowest != null) {
            ChannelFuture _ = lowest.close();
        }
    }

    /// Pings the client, or ends the connection if nothing came from it since the last time. While nothing is read from
    /// it, it is a sign of life as well that it reads.
    void beat() {
        Dialect spoken = dialect;
        if (closed || spoken == null) {
            return;
        }
        if (!alive) {
            hangUp();
            return;
        }
        MessageAssembler messages = assembler;
        if (messages != null && messages.isLateAtThisBeat()) {
            close(CloseCode.ABUSE);
            return;
        }
        alive = false;
        spoken.beat();
        webSocket.writePing(Buffer.buffer());
    }

    /// Vert.x has answered the ping, whatever waits for the client already: one that pings and does not read would fill
    /// the memory with answers.
    private void pinged() {
        alive = true;
        if (isFull() && (closed || isOverfull())) {
            if (!closed) {
                sockets.slow();
                end();
            }
            hangUp();
        } else if (!pings.take(System.nanoTime())) {
            close(CloseCode.ABUSE);
        } else if (isFull()) {
            judge();
        }
    }

    /// The connection has ended, or its client has sent a close frame: that is answered behind all that waits.
    private void gone() {
        end();
        sockets.closed(this);
        if (channel.isOpen()) {
            hangUpSoon();
        }
    }

    private void end() {
        Dialect spoken = dialect;
        if (!closed && spoken != null) {
            closed = true;
            expiry.cancel();
            absolve();
            MessageAssembler messages = assembler;
            if (messages != null) {
                messages.drop();
            }
            spoken.ended();
        }
    }

    private final class Ending implements Expiry.Watcher {

        @Override
        public void due(Instant end) {
            Dialect spoken = dialect;
            if (spoken != null && !closed) {
                spoken.renewalDue(end);
            }
        }

        @Override
        public void over() {
            close(CloseCode.EXPIRED);
        }
    }

    /// Tells the dialect what came, unless it is too late for that.
    private final class Incoming implements MessageAssembler.Receiver {

        private final Dialect spoken;

        Incoming(Dialect spoken) {
            this.spoken = spoken;
        }

        @Override
        public void text(byte[] utf8) {
            if (!closed) {
                alive = true;
                spoken.text(utf8);
            }
        }

        @Override
        public void skipped(MessageAssembler.Fault fault) {
            if (closed) {
                return;
            }
            switch (fault) {
                case BINARY -> spoken.binary();
                case TOO_LARGE -> spoken.tooLarge();
                case TOO_MANY_FRAMES -> close(CloseCode.ABUSE);
                case NO_MEMORY -> close(CloseCode.OVERLOADED);
            }
        }
    }
}
