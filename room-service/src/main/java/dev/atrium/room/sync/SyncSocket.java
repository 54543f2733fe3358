package dev.atrium.room.sync;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.DocumentForm;
import dev.atrium.room.quota.Spending;
import dev.atrium.room.socket.CloseCode;
import dev.atrium.room.socket.Connection;
import dev.atrium.room.socket.Farewell;
import dev.atrium.room.socket.FrameLimit;
import dev.atrium.room.socket.Seat;
import dev.atrium.room.socket.SharedBytes;
import dev.atrium.room.tinybase.Closing;
import dev.atrium.room.tinybase.Incoming;
import dev.atrium.room.tinybase.Memory;
import dev.atrium.room.tinybase.Multiplex;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.impl.VertxInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A TinyBase client's socket: of one room, or, with the sub-protocol `tinybase`, of several, each a channel with the
/// room's id. Runs on the connection's event loop. The next message is read when the last one is understood.
final class SyncSocket implements Connection.Dialect {

    /// Most bytes of a payload from those who may write.
    static final int PAYLOAD_BYTES = 16_777_216;

    /// Most bytes that wait for a slow client, before it is disconnected. The largest document fits.
    private static final int QUEUE_BYTES = 16_777_216;

    /// Most commits that are on their way into the log, before the next message is read.
    private static final int COMMITS_IN_FLIGHT = 8;

    /// How long anything may take to leave, and how much longer for what waits before it and with it.
    static final Duration LEAVE_PATIENCE = Duration.ofSeconds(30);

    private static final int LEAVE_BYTES_PER_SECOND = 262_144;

    /// The same for what the node has no memory for.
    private static final Duration UNCOUNTED_PATIENCE = Duration.ofSeconds(5);

    /// What a message costs beside its length, in bytes.
    private static final int MESSAGE_COST = 1_024;

    /// Those who may not write have so much less than others: what they ask for is the work of others' rooms.
    private static final int READERS_SHARE = 4;

    private final Connection connection;
    private final RoomKey room;
    private final Caller caller;
    private final SyncParts parts;
    private final int messageBytes;
    private final Memory memory;
    private final Memory outgoing;
    private final Overdue counted;
    private final Overdue uncounted;
    private final Incoming incoming;
    private final Throttle throttle;
    private final Multiplex multiplex = new Multiplex();
    private final boolean several;
    private final Map<String, Channel> channels = new HashMap<>();
    /// Those that have written more than their quota allows, and more than is held.
    private final Set<Share> owing = new HashSet<>();
    private int committing;
    /// How many things must be done before more is read.
    private int holds;
    private boolean throttled;
    private boolean expiring;
    /// What the message that is about to be understood takes of the node's memory.
    private int queuedBytes;
    /// What waits for the client.
    private long leavingBytes;
    private @Nullable Context context;

    /// @param room that the address names
    SyncSocket(Connection connection, RoomKey room, Caller caller, SyncParts parts) {
        this.connection = connection;
        this.room = room;
        this.caller = caller;
        this.parts = parts;
        this.several = Multiplex.PROTOCOL.equals(connection.subProtocol());
        this.messageBytes = mayWrite() ? PAYLOAD_BYTES : FrameLimit.USUAL_BYTES;
        this.memory = parts.sockets().memory(caller, connection.address());
        this.outgoing = parts.sockets().outgoing(caller, connection.address());
        this.counted = new Overdue(connection.loop(), System::nanoTime, connection::tooSlow);
        this.uncounted = new Overdue(connection.loop(), System::nanoTime, connection::tooSlow);
        this.incoming = new Incoming(messageBytes, memory);
        int bytesPerSecond = parts.config().bytesPerSecond();
        this.throttle = new Throttle(mayWrite() ? bytesPerSecond : bytesPerSecond / READERS_SHARE, System.nanoTime());
    }

    /// Starts the conversation. To be called on the connection's event loop, once.
    ///
    /// @param resumes whether the client's synchronizer may be older than the socket
    void start(boolean resumes) {
        connection.open(this, caller, messageBytes, QUEUE_BYTES);
        connection.lastUntil(caller.expiresAt());
        if (!several) {
            open(new Channel(this, parts, "", room, caller, DocumentForm.PLAIN, resumes));
        }
    }

    /// The connection's event loop. On any thread.
    EventLoop loop() {
        return connection.loop();
    }

    /// The network address that the client comes from; empty if it is not known. On any thread.
    String address() {
        return connection.address();
    }

    /// Where to call Vert.x so that it answers on the connection's event loop. To be called there.
    Context context() {
        Context present = context;
        if (present == null) {
            present = ((VertxInternal) parts.vertx())
                    .createEventLoopContext(loop(), null, Thread.currentThread().getContextClassLoader());
            context = present;
        }
        return present;
    }

    @Override
    public void text(byte[] utf8) {
        spend(MESSAGE_COST + utf8.length);
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (several) {
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
    public Farewell farewell(CloseCode why) {
        return switch (why) {
            case MOVED, EXPIRED, EXPELLED, GONE, ABUSE -> new Farewell(why.code(), why.reason());
            case SLOW, OVERLOADED -> farewell(Closing.SOCKET);
        };
    }

    @Override
    public void ended() {
        channels.values().forEach(Channel::leave);
        channels.clear();
        incoming.close();
        understood();
    }

    /// Sends a payload. To be called on the connection's event loop, as everything below.
    void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] text) {
        Future<Void> _ = pass(text, new Reserved(outgoing));
    }

    /// As [#write], for what others are sent, too: all together, they take the memory for it once.
    void writeShared(byte[] text) {
        Future<Void> left = connection.pass(text);
        if (!left.isComplete()) {
            SharedBytes shared = parts.sockets().shared();
            boolean fits = shared.take(caller.tenant(), text);
            if (fits) {
                left.onComplete(_ -> shared.give(caller.tenant(), text));
            }
            watch(left, text.length, fits);
        }
    }

    /// As [#write].
    ///
    /// @param reserved for it of what may wait to leave
    /// @return when it has left
    Future<Void> pass(byte[] text, Reserved reserved) {
        Future<Void> left = connection.pass(text);
        // Who has read everything is not to suffer for those who have not.
        int waiting = left.isComplete() ? 0 : text.length;
        boolean fits = reserved.become(waiting);
        int taken = reserved.take();
        if (taken > 0) {
            left.onComplete(_ -> outgoing.give(taken));
        }
        if (waiting > 0) {
            watch(left, waiting, fits);
        }
        return left;
    }

    /// Who does not take in time what waits for it is disconnected, however little that is: it takes the memory of
    /// others. There is less time for what there is no memory for.
    private void watch(Future<Void> left, int bytes, boolean fits) {
        leavingBytes += bytes;
        left.onComplete(_ -> leavingBytes -= bytes);
        if (fits) {
            counted.watch(left, parts.leavePatience().plusSeconds(leavingBytes / LEAVE_BYTES_PER_SECOND));
        } else {
            uncounted.watch(left, UNCOUNTED_PATIENCE);
        }
    }

    /// Where the memory comes from for what waits for the client. On any thread.
    Memory outgoing() {
        return outgoing;
    }

    /// Ends the connection: its client does not read.
    void tooSlow() {
        connection.tooSlow();
    }

    /// Whether much waits for the client.
    boolean isBehind() {
        return connection.isBehind();
    }

    void close(Closing reason) {
        close(farewell(reason));
    }

    void close(Farewell farewell) {
        connection.close(farewell);
    }

    void close(CloseCode why) {
        connection.close(why);
    }

    /// The client may not join a channel.
    void refused(Channel channel) {
        channels.remove(channel.name(), channel);
        multiplex.refused(channel.name());
    }

    /// The client may not be in a channel any more.
    void ended(Channel channel) {
        channels.remove(channel.name(), channel);
        multiplex.ended(channel.name());
    }

    /// A seat for a share in a room; empty if there is none. The socket itself has one in the room of its address. On
    /// any thread.
    Optional<Seat> seat(RoomKey key, Role role) {
        return key.equals(room)
                ? Optional.of(Seat.TAKEN_BEFORE)
                : parts.sockets().seat(key, role.isAtLeast(Role.COMMENTER));
    }

    /// Whether the client's credential lets it write at all.
    private boolean mayWrite() {
        return caller.may("rooms:write") && !caller.isAnonymous();
    }

    /// So many commits more, or less, are on their way.
    void committing(int more) {
        committing += more;
        readOrWait();
    }

    /// Nothing is read until a share has paid for what it has written, or has left.
    void owes(Share share, boolean now) {
        if (now ? owing.add(share) : owing.remove(share)) {
            readOrWait();
        }
    }

    /// Who leaves a room pays an operation for it, and nothing is read until that is possible. What waited
    /// for being paid there counts then: whoever left after each change could write as much as it likes.
    private void charge() {
        if (mayWrite()) {
            hold(1);
            pay();
        }
    }

    private void pay() {
        Optional<Duration> wait = parts.spending()
                .spend(caller, address(), Usage.OPERATIONS)
                .map(Spending.Refusal::retryAfter)
                .filter(_ -> !connection.isClosed());
        wait.ifPresentOrElse(
                retryAfter -> {
                    ScheduledFuture<?> _ = loop().schedule(
                                    this::pay, Share.patience(retryAfter).toNanos(), TimeUnit.NANOSECONDS);
                },
                () -> hold(-1));
    }

    private void receive(Multiplex.Step step) {
        switch (step) {
            case Multiplex.Step.Answer answer -> write(answer.text());
            case Multiplex.Step.Subscribe subscribe -> subscribe(subscribe.channel(), subscribe.acknowledgement());
            case Multiplex.Step.Unsubscribe unsubscribe -> {
                Channel channel = channels.remove(unsubscribe.channel());
                if (channel != null) {
                    channel.leave();
                    charge();
                }
            }
            case Multiplex.Step.Data data -> receive(data.channel(), data.payload());
            case Multiplex.Step.Nothing _ -> {
                // It asks for nothing.
            }
            case Multiplex.Step.Refused refused -> close(refused.reason());
        }
    }

    private void receive(String name, String payload) {
        Channel channel = channels.get(name);
        if (channel != null) {
            channel.receive(payload);
        }
    }

    /// A payload for a room that is shared here.
    void understand(Channel channel, String payload) {
        switch (incoming.receive(channel.name(), payload, millis())) {
            case Incoming.Result.Said said -> say(channel, said);
            case Incoming.Result.Nothing _ -> expireInTime();
            case Incoming.Result.Refused refused -> close(refused.reason());
        }
    }

    private void say(Channel channel, Incoming.Result.Said said) {
        if (!memory.take(said.length(), 0)) {
            close(Closing.SOCKET);
            return;
        }
        queuedBytes = said.length();
        hold(1);
        channel.say(said, answered -> {
            understood();
            spend(answered);
            hold(-1);
        });
    }

    /// Sends to another node what has come from the client; until it has left, it takes of this node's memory.
    ///
    /// @return false if there is none: the connection ends
    boolean carry(int length, Supplier<Future<Void>> sending) {
        if (!memory.take(length, 0)) {
            close(Closing.SOCKET);
            return false;
        }
        Future<Void> _ = sending.get().onComplete(_ -> memory.give(length));
        return true;
    }

    private void understood() {
        memory.give(queuedBytes);
        queuedBytes = 0;
    }

    /// Fragments whose others do not come are forgotten, also where nothing comes any more.
    private void expireInTime() {
        if (incoming.isWaiting() && !expiring && !connection.isClosed()) {
            expiring = true;
            ScheduledFuture<?> _ = loop().schedule(
                            () -> {
                                expiring = false;
                                incoming.expire(millis());
                                expireInTime();
                            },
                            1,
                            TimeUnit.SECONDS);
        }
    }

    /// Who costs too much is not read from for a while.
    private void spend(long bytes) {
        throttle.spend(bytes, System.nanoTime());
        long waitNanos = throttle.waitNanos(System.nanoTime());
        if (waitNanos > 0 && !throttled) {
            throttled = true;
            readOrWait();
            ScheduledFuture<?> _ = loop().schedule(this::goOn, waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void goOn() {
        throttled = false;
        spend(0);
        readOrWait();
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void subscribe(String name, String acknowledgement) {
        Channel present = channels.get(name);
        if (present != null) {
            present.acknowledge(acknowledgement);
            return;
        }
        Optional<RoomKey> key = RoomKey.parse(caller.tenant(), name);
        if (key.isEmpty()) {
            multiplex.refused(name);
            return;
        }
        Channel channel = new Channel(this, parts, name, key.get(), caller, DocumentForm.CHANNEL, true);
        channel.acknowledge(acknowledgement);
        open(channel);
    }

    private void open(Channel channel) {
        channels.put(channel.name(), channel);
        channel.open();
    }

    /// Nothing is read until so many things more, or less, are done.
    void hold(int more) {
        holds += more;
        readOrWait();
    }

    private void readOrWait() {
        if (connection.isClosed()) {
            return;
        }
        if (holds > 0 || throttled || !owing.isEmpty() || committing >= COMMITS_IN_FLIGHT) {
            connection.pause();
        } else {
            connection.resume();
        }
    }

    private static Farewell farewell(Closing reason) {
        return new Farewell(reason.code(), reason.reason());
    }
}
