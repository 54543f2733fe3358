package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Span;
import dev.atrium.room.chat.Text;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.fanout.FrameText;
import dev.atrium.room.fanout.Listener;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.shard.Outcome;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.shard.Visit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client's socket in one room. Runs on the connection's event loop; looks at the room on the shard's.
///
/// A client that resumes gets what it missed in pieces, each after the one before has left; with the last piece it
/// joins
/// the room's listeners, in one step on the shard's event loop, so that nothing is missing or doubled in between.
final class RoomSocket implements Listener, MessageAssembler.Receiver {

    /// Messages per piece of history.
    private static final int PIECE = 50;

    /// How long a slow client may take to read the close frame.
    private static final int CLOSE_PATIENCE_SECONDS = 2;

    private final ServerWebSocket webSocket;
    private final Channel channel;
    private final RoomKey key;
    private final Caller caller;
    private final Rooms rooms;
    private final Sockets sockets;
    private final SocketConfig config;
    private final RateLimit rateLimit;
    private boolean alive = true;
    private volatile boolean closed;
    private volatile @Nullable Fanout fanout;

    /// @param channel the connection under the socket, by which the length of its queue is known
    RoomSocket(ServerWebSocket webSocket, Channel channel, RoomKey key, Caller caller, Rooms rooms, Sockets sockets) {
        this.webSocket = webSocket;
        this.channel = channel;
        this.key = key;
        this.caller = caller;
        this.rooms = rooms;
        this.sockets = sockets;
        this.config = sockets.config();
        this.rateLimit = new RateLimit(config.framesPerSecond(), System.nanoTime());
    }

    /// Starts the conversation. To be called on the connection's event loop, once.
    ///
    /// @param after sequence number after which the client wants everything; empty if it wants only what is to come
    void start(OptionalLong after) {
        webSocket.setWriteQueueMaxSize(config.queueBytes());
        webSocket.frameHandler(new MessageAssembler(config.messageBytes(), this)::frame);
        webSocket.pongHandler(_ -> alive = true);
        webSocket.exceptionHandler(_ -> hangUp());
        webSocket.closeHandler(_ -> closed());
        // Frames are read once the client has joined.
        webSocket.pause();
        sockets.opened(this);
        look((room, present) -> greet(room, present, after));
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public void deliver(byte[] text) {
        if (!closed) {
            write(text);
            if (!channel.isWritable()) {
                sockets.slow();
                close(CloseCode.SLOW);
            }
        }
    }

    @Override
    public void moved() {
        loop().execute(() -> close(CloseCode.MOVED));
    }

    @Override
    public void text(byte[] utf8) {
        alive = true;
        ClientFrame.read(utf8).forEach(this::receive);
    }

    @Override
    public void binary() {
        refuse(null, Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Frames are JSON texts."));
    }

    @Override
    public void tooLarge() {
        refuse(
                null,
                Problem.of(
                        ProblemType.TOO_LARGE,
                        "A WebSocket message may have at most " + config.messageBytes() + " bytes."));
    }

    /// Pings the client, or ends the connection if it did not answer the last time.
    void beat() {
        if (!alive) {
            hangUp();
            return;
        }
        alive = false;
        webSocket.writePing(Buffer.buffer());
    }

    private void receive(ClientFrame frame) {
        if (!rateLimit.take(System.nanoTime())) {
            String detail = "At most " + config.framesPerSecond() + " frames per second are taken.";
            refuse(ClientFrame.clientId(frame), Problem.of(ProblemType.TOO_MANY_REQUESTS, detail));
            return;
        }
        switch (frame) {
            case ClientFrame.Send send -> send(send);
            case ClientFrame.Ping _ -> deliver(FrameText.of(new ServerFrame.Pong()));
            case ClientFrame.Faulty faulty -> refuse(faulty.clientId(), faulty.problem());
        }
    }

    private void send(ClientFrame.Send send) {
        if (caller.isAnonymous()) {
            refuse(send.clientId(), Problem.of(ProblemType.UNAUTHENTICATED, "To send, you need a key or to sign in."));
        } else if (!canSend()) {
            refuse(send.clientId(), Problem.of(ProblemType.FORBIDDEN, "Sending needs the scope rooms:write."));
        } else {
            Command.Post post = new Command.Post(
                    caller.actor(), Ids.next().toString(), send.content(), send.clientId(), null, true);
            rooms.submit(key, post, null, outcome -> answer(send.clientId(), outcome));
        }
    }

    private void answer(String clientId, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> acknowledge(clientId, done.event().sequence(), id(done));
            case Outcome.Repeated repeated ->
                acknowledge(
                        clientId, repeated.first().sequence(), repeated.first().message());
            case Outcome.Refused refused ->
                loop().execute(() -> refuse(
                        clientId,
                        Problem.of(refused.reason().type(), refused.reason().detail())));
            case Outcome.AskStore _ -> throw new IllegalStateException("a socket's window suffices");
        }
    }

    private static String id(Outcome.Done done) {
        return switch (done.event()) {
            case dev.atrium.platform.roomlog.RoomEvent.MessagePosted message -> message.message();
            case dev.atrium.platform.roomlog.RoomEvent.RoomCreated created -> created.room();
        };
    }

    /// On the shard's event loop, where acknowledgements of one moment are collected.
    private void acknowledge(String clientId, long sequence, String id) {
        Fanout present = fanout;
        if (present != null && !closed) {
            present.tell(this, new ServerFrame.Ack(clientId, id, sequence));
        }
    }

    private void refuse(@Nullable String clientId, Problem problem) {
        deliver(FrameText.of(new ServerFrame.Refusal(clientId, problem)));
    }

    private boolean canSend() {
        return caller.may("rooms:write") && !caller.isAnonymous();
    }

    private void greet(Room room, Fanout present, OptionalLong after) {
        long from = after.orElse(room.sequence());
        boolean complete = from <= room.sequence() && room.remembersAfter(from);
        ServerFrame hello = new ServerFrame.Hello(
                ServerFrame.Hello.PROTOCOL,
                room.view(),
                ServerFrame.You.of(caller.actor(), canSend()),
                room.sequence(),
                complete,
                new ServerFrame.Limits(Text.CONTENT_MAX, config.messageBytes(), config.framesPerSecond()));
        goOn(room, present, complete ? from : room.sequence(), List.of(FrameText.of(hello)));
    }

    /// On the shard's event loop: takes the next piece of history, and joins with the last one.
    private void goOn(Room room, Fanout present, long from, List<byte[]> before) {
        if (!room.remembersAfter(from)) {
            loop().execute(() -> close(CloseCode.SLOW));
            return;
        }
        Excerpt.Messages piece = room.excerpt(new Span.After(from, PIECE)).with(List.of());
        List<byte[]> frames = new ArrayList<>(before);
        piece.messages().forEach(message -> frames.add(FrameText.of(new ServerFrame.Message(MessageView.of(message)))));
        if (!piece.hasMore()) {
            join(present);
        }
        loop().execute(() -> {
            if (closed) {
                return;
            }
            Future<Void> written = write(FrameText.join(frames));
            if (piece.hasMore()) {
                long last = piece.messages().getLast().sequence();
                written.onSuccess(_ -> look((later, laterPresent) -> goOn(later, laterPresent, last, List.of())));
            } else {
                webSocket.resume();
            }
        });
    }

    private void join(Fanout present) {
        present.join(key, this);
        fanout = present;
        if (closed) {
            present.leave(key, this);
        }
    }

    private void look(Step step) {
        rooms.look(key, new Visit() {
            @Override
            public void enter(Room room, Fanout present) {
                step.on(room, present);
            }

            @Override
            public void refused(Decision.Refused reason) {
                moved();
            }
        });
    }

    @FunctionalInterface
    private interface Step {
        void on(Room room, Fanout fanout);
    }

    private Future<Void> write(byte[] text) {
        return webSocket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, text, true));
    }

    private void close(CloseCode code) {
        if (closed) {
            return;
        }
        write(FrameText.of(code.goodbye()));
        webSocket.close(code.code(), code.reason());
        closed();
        // Whoever does not read does not get the close frame either.
        ScheduledFuture<?> _ = loop().schedule(this::hangUp, CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void hangUp() {
        ChannelFuture _ = channel.close();
    }

    private void closed() {
        if (!closed) {
            closed = true;
            Fanout present = fanout;
            if (present != null) {
                present.leave(key, this);
            }
            sockets.closed(this);
        }
    }
}
