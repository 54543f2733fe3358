package dev.atrium.room.sync;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.DocumentForm;
import dev.atrium.room.socket.Connection;
import dev.atrium.room.socket.FrameLimit;
import dev.atrium.room.socket.MessageAssembler;
import dev.atrium.room.tinybase.Closing;
import dev.atrium.room.tinybase.Incoming;
import dev.atrium.room.tinybase.Multiplex;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A TinyBase client's socket: of one room, or, with the sub-protocol `tinybase`, of several, each a channel with the
/// room's id. Runs on the connection's event loop. The next message is read when the last one is understood.
final class SyncSocket implements Connection, MessageAssembler.Receiver {

    /// Most bytes of a payload from those who may write.
    static final int PAYLOAD_BYTES = 16_777_216;

    /// The room is served elsewhere, or soon again here: come back. As the other sockets say it.
    private static final short MOVED = 1012;

    /// How long a client may take to answer the close frame.
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final ServerWebSocket webSocket;
    private final Channel channel;
    private final RoomKey room;
    private final Caller caller;
    private final SyncParts parts;
    private final Incoming incoming = new Incoming();
    private final Multiplex multiplex = new Multiplex();
    private final Map<String, Share> shares = new HashMap<>();
    private final boolean channels;
    private int committing;
    private boolean busy;
    private boolean alive = true;
    private boolean closed;

    /// @param room that the address names
    SyncSocket(ServerWebSocket webSocket, Channel channel, RoomKey room, Caller caller, SyncParts parts) {
        this.webSocket = webSocket;
        this.channel = channel;
        this.room = room;
        this.caller = caller;
        this.parts = parts;
        this.channels = Multiplex.PROTOCOL.equals(webSocket.subProtocol());
    }

    /// Starts the conversation. To be called on the connection's event loop, once.
    void start() {
        if (!mayWrite()) {
            FrameLimit.lower(channel, FrameLimit.USUAL_BYTES);
        }
        webSocket.setWriteQueueMaxSize(parts.config().queueBytes());
        webSocket.frameHandler(new MessageAssembler(mayWrite() ? PAYLOAD_BYTES : FrameLimit.USUAL_BYTES, this)::frame);
        webSocket.pongHandler(_ -> alive = true);
        webSocket.exceptionHandler(_ -> hangUp());
        webSocket.closeHandler(_ -> gone());
        parts.sockets().opened(this);
        if (!channels) {
            join("", room, null, DocumentForm.PLAIN);
        }
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public void text(byte[] utf8) {
        if (closed) {
            return;
        }
        alive = true;
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (channels) {
            receive(multiplex.receive(text));
        } else {
            receive("", text);
        }
    }

    @Override
    public void binary() {
        close(Closing.INVALID);
    }

    @Override
    public void tooLarge() {
        close(Closing.SOCKET);
    }

    @Override
    public void beat() {
        if (closed) {
            return;
        }
        if (!alive) {
            hangUp();
            return;
        }
        alive = false;
        webSocket.writePing(Buffer.buffer());
    }

    @Override
    public void moved() {
        loop().execute(() -> close(MOVED, "moved"));
    }

    @Override
    public void hangUp() {
        // From below Vert.x' handler: that one would first send a close frame and wait for the client's.
        ChannelHandlerContext lowest = channel.pipeline().firstContext();
        if (lowest != null) {
            ChannelFuture _ = lowest.close();
        }
    }

    /// Sends a payload. To be called on the connection's event loop, as everything below.
    void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] text) {
        if (closed) {
            return;
        }
        Future<Void> _ = webSocket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, text, true));
        if (!channel.isWritable()) {
            parts.sockets().slow();
            close(Closing.SOCKET);
        }
    }

    void close(Closing reason) {
        close(reason.code(), reason.reason());
    }

    /// Whether what the client writes counts.
    boolean mayWrite() {
        return caller.may("rooms:write") && !caller.isAnonymous();
    }

    /// So many commits more, or less, are on their way.
    void committing(int more) {
        committing += more;
        readOrWait();
    }

    private void receive(Multiplex.Step step) {
        switch (step) {
            case Multiplex.Step.Answer answer -> write(answer.text());
            case Multiplex.Step.Subscribe subscribe -> subscribe(subscribe.channel(), subscribe.acknowledgement());
            case Multiplex.Step.Unsubscribe unsubscribe -> leave(unsubscribe.channel());
            case Multiplex.Step.Data data -> receive(data.channel(), data.payload());
            case Multiplex.Step.Nothing _ -> {
                // It asks for nothing.
            }
            case Multiplex.Step.Refused refused -> close(refused.reason());
        }
    }

    private void receive(String name, String payload) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        switch (incoming.receive(name, payload, millis)) {
            case Incoming.Result.Said said -> {
                Share share = shares.get(name);
                if (share != null) {
                    wait(true);
                    share.receive(said.message(), () -> wait(false));
                }
            }
            case Incoming.Result.Nothing _ -> {
                // It asks for nothing yet.
            }
            case Incoming.Result.Refused refused -> close(refused.reason());
        }
    }

    private void subscribe(String name, String acknowledgement) {
        Optional<RoomKey> key = RoomKey.parse(caller.tenant(), name);
        if (key.isPresent()) {
            join(name, key.get(), acknowledgement, DocumentForm.CHANNEL);
        } else {
            multiplex.refused(name);
        }
    }

    private void join(String name, RoomKey key, @Nullable String acknowledgement, DocumentForm form) {
        Share share = new Share(this, parts, key, caller, form);
        shares.put(name, share);
        wait(true);
        share.join(acknowledgement, joined -> {
            if (!joined) {
                leave(name);
                multiplex.refused(name);
            }
            if (!joined && !channels) {
                moved();
            }
            wait(false);
        });
    }

    private void leave(String name) {
        Share share = shares.remove(name);
        if (share != null) {
            share.leave();
        }
    }

    private void wait(boolean now) {
        busy = now;
        readOrWait();
    }

    private void readOrWait() {
        if (closed) {
            return;
        }
        if (busy || committing >= parts.config().commitsInFlight()) {
            webSocket.pause();
        } else {
            webSocket.resume();
        }
    }

    private void close(short code, String reason) {
        if (closed) {
            return;
        }
        Future<Void> _ = webSocket.close(code, reason);
        leaveAll();
        // Whoever does not read does not get the close frame either.
        ScheduledFuture<?> _ = loop().schedule(this::hangUp, CLOSE_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void gone() {
        leaveAll();
        parts.sockets().closed(this);
    }

    private void leaveAll() {
        closed = true;
        shares.values().forEach(Share::leave);
        shares.clear();
    }
}
