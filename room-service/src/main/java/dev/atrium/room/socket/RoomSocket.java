package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Text;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.fanout.FrameText;
import dev.atrium.room.fanout.Listener;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.live.Member;
import dev.atrium.room.shard.Outcome;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.shard.Visit;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One client's socket in one room. Runs on the connection's event loop; looks at the room on the shard's.
///
/// A client that resumes gets what it missed in pieces, each after the one before has left; with the last piece
/// it joins the room's listeners, in one step on the shard's event loop, so that nothing is missing or doubled in
/// between.
final class RoomSocket implements Listener, Connection, MessageAssembler.Receiver {

    /// Messages per piece of history.
    private static final int PIECE = 50;

    /// A client is behind when this share of its queue is filled.
    private static final int BEHIND_SHARE = 8;

    /// How long a client may take to answer the close frame.
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final ServerWebSocket webSocket;
    private final Channel channel;
    private final RoomKey key;
    private final Caller caller;
    private final Rooms rooms;
    private final Sockets sockets;
    private final SocketConfig config;
    private final RateLimit rateLimit;
    private boolean alive = true;
    /// Whether live frames were left out because the client was behind.
    private boolean missedSome;
    /// Whether the client's frames are read; before, it gets what it missed.
    private boolean listening;
    /// Whether nothing more is sent but the goodbye, if that.
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
        FrameLimit.lower(channel, FrameLimit.USUAL_BYTES);
        webSocket.setWriteQueueMaxSize(config.queueBytes());
        webSocket.frameHandler(new MessageAssembler(config.messageBytes(), this)::frame);
        webSocket.pongHandler(_ -> alive = true);
        webSocket.exceptionHandler(_ -> hangUp());
        webSocket.closeHandler(_ -> gone());
        webSocket.drainHandler(_ -> readIfListening());
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

    /// A client that is behind misses live frames, and gets everything anew once it has caught up.
    @Override
    public void offer(byte[] text) {
        if (closed) {
            return;
        }
        if (isBehind()) {
            missedSome = true;
            sockets.skipped();
        } else if (missedSome) {
            catchUp();
        } else {
            write(text);
        }
    }

    private boolean isBehind() {
        long waitingBytes = config.queueBytes() - channel.bytesBeforeUnwritable();
        return waitingBytes > config.queueBytes() / BEHIND_SHARE;
    }

    private void catchUp() {
        Fanout present = fanout;
        if (present != null) {
            missedSome = false;
            present.live().refresh(key, this);
        }
    }

    @Override
    public void moved() {
        loop().execute(() -> close(CloseCode.MOVED));
    }

    /// All answers to one WebSocket message go in one.
    @Override
    public void text(byte[] utf8) {
        if (closed) {
            return;
        }
        alive = true;
        answer(ClientFrame.read(utf8).stream()
                .map(this::receive)
                .flatMap(Optional::stream)
                .toList());
    }

    @Override
    public void binary() {
        Problem problem = Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Frames are JSON texts.");
        answer(List.of(new ServerFrame.Refusal(null, problem)));
    }

    @Override
    public void tooLarge() {
        String detail = "A WebSocket message may have at most " + config.messageBytes() + " bytes.";
        answer(List.of(new ServerFrame.Refusal(null, Problem.of(ProblemType.TOO_LARGE, detail))));
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
        if (missedSome && !isBehind()) {
            catchUp();
        }
        webSocket.writePing(Buffer.buffer());
    }

    /// Does what a frame asks for.
    ///
    /// @return the answer, if it is known at once
    private Optional<ServerFrame> receive(ClientFrame frame) {
        if (!rateLimit.take(System.nanoTime())) {
            String detail = "At most " + config.framesPerSecond() + " frames per second are taken.";
            Problem problem = Problem.of(ProblemType.TOO_MANY_REQUESTS, detail);
            return Optional.of(new ServerFrame.Refusal(ClientFrame.clientId(frame), problem));
        }
        return switch (frame) {
            case ClientFrame.Send send -> send(send);
            case ClientFrame.Change change -> submit(change.clientId(), change.by(caller.actor()));
            case ClientFrame.Ping(Number time) ->
                Optional.of(new ServerFrame.Pong(time, sockets.clock().millis()));
            case ClientFrame.Live live -> live(live);
            case ClientFrame.Faulty faulty -> Optional.of(new ServerFrame.Refusal(faulty.clientId(), faulty.problem()));
        };
    }

    private Optional<ServerFrame> send(ClientFrame.Send send) {
        Command.Post post = new Command.Post(
                caller.actor(),
                Ids.next().toString(),
                send.content(),
                send.clientId(),
                null,
                send.replyTo(),
                send.mentions(),
                Novelty.LAST_DAY);
        return submit(send.clientId(), post);
    }

    private Optional<ServerFrame> submit(String clientId, Command command) {
        if (!canSend()) {
            Problem problem = caller.isAnonymous()
                    ? Problem.of(ProblemType.UNAUTHENTICATED, "To send, you need a key or to sign in.")
                    : Problem.of(ProblemType.FORBIDDEN, "Sending needs the scope rooms:write.");
            return Optional.of(new ServerFrame.Refusal(clientId, problem));
        }
        rooms.submit(key, command, null, outcome -> decided(clientId, command, outcome));
        return Optional.empty();
    }

    private Optional<ServerFrame> live(ClientFrame.Live live) {
        Fanout present = fanout;
        if (present != null) {
            present.live().submit(key, this, live.clientId(), live.command());
        }
        return Optional.empty();
    }

    private void decided(String clientId, Command command, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(RoomEvent.MessagePosted posted) ->
                acknowledge(clientId, posted.message(), posted.sequence());
            case Outcome.Changed changed ->
                acknowledge(clientId, changed.message().id(), changed.sequence());
            case Outcome.Repeated(Message message) ->
                acknowledge(
                        clientId,
                        message.id(),
                        command instanceof Command.Post ? message.sequence() : message.version());
            case Outcome.Refused(Decision.Refused reason) -> {
                Problem problem = Problem.of(reason.type(), reason.detail());
                loop().execute(() -> answer(List.of(new ServerFrame.Refusal(clientId, problem))));
            }
            case Outcome.Done _, Outcome.Nothing _ ->
                throw new IllegalStateException("not an outcome of a message: " + outcome);
        }
    }

    /// On the shard's event loop, where acknowledgements of one moment are collected.
    private void acknowledge(String clientId, String message, long sequence) {
        Fanout present = fanout;
        if (present != null && !closed) {
            present.tell(this, new ServerFrame.Ack(clientId, message, sequence));
        }
    }

    /// Answers frames of the client. A client that sends faster than it reads its answers is not read from for a while.
    private void answer(List<ServerFrame> frames) {
        if (closed || frames.isEmpty()) {
            return;
        }
        write(FrameText.join(frames.stream().map(FrameText::of).toList()));
        if (!channel.isWritable()) {
            webSocket.pause();
        }
    }

    private void readIfListening() {
        if (listening) {
            webSocket.resume();
        }
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
        goOn(
                room,
                present,
                Missed.after(complete ? from : room.sequence(), room.sequence()),
                List.of(FrameText.of(hello)));
    }

    /// On the shard's event loop: takes the next piece of what was missed, and joins with the last one.
    private void goOn(Room room, Fanout present, Missed missed, List<byte[]> before) {
        Optional<Missed.Piece> next = missed.next(room, PIECE);
        if (next.isEmpty()) {
            loop().execute(() -> close(CloseCode.SLOW));
            return;
        }
        Missed.Piece piece = next.get();
        List<byte[]> frames = new ArrayList<>(before);
        piece.frames().forEach(frame -> frames.add(FrameText.of(frame)));
        if (!piece.hasMore()) {
            frames.add(join(room, present));
        }
        loop().execute(() -> {
            if (closed) {
                return;
            }
            Future<Void> written = frames.isEmpty() ? Future.succeededFuture() : write(FrameText.join(frames));
            if (piece.hasMore()) {
                written.onSuccess(
                        _ -> look((later, laterPresent) -> goOn(later, laterPresent, piece.rest(), List.of())));
            } else {
                listening = true;
                webSocket.resume();
            }
        });
    }

    /// @return the live state at this moment, as a frame
    private byte[] join(Room room, Fanout present) {
        present.join(key, this);
        boolean owner = room.view().owner().subject().equals(caller.subject());
        Member member = new Member(present.live().nextSocket(), caller, canSend(), owner && canSend());
        byte[] snapshot = present.live().join(key, this, member);
        fanout = present;
        if (closed) {
            present.leave(key, this);
        }
        return snapshot;
    }

    private void look(BiConsumer<Room, Fanout> step) {
        rooms.look(key, Visit.of(step, _ -> moved()));
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
        leave();
        // Whoever does not read does not get the close frame either.
        ScheduledFuture<?> _ = loop().schedule(this::hangUp, CLOSE_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Ends the connection, from below Vert.x' handler: that one would first send a close frame and wait for the
    /// client's.
    @Override
    public void hangUp() {
        ChannelHandlerContext lowest = channel.pipeline().firstContext();
        if (lowest != null) {
            ChannelFuture _ = lowest.close();
        }
    }

    private void gone() {
        leave();
        sockets.closed(this);
    }

    private void leave() {
        closed = true;
        Fanout present = fanout;
        if (present != null) {
            present.leave(key, this);
        }
    }
}
