package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.access.RoomAccess;
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
import dev.atrium.room.quota.Spending;
import dev.atrium.room.shard.Outcome;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.shard.Visit;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One client's conversation in one room. Runs on the connection's event loop; looks at the room on the
/// shard's.
final class RoomSocket implements Listener, AtriumDialect {

    /// Of how many people a client hears how far they have read, when it comes.
    private static final int MARKERS = 100;

    private final Connection connection;
    private final RoomKey key;
    private final Rooms rooms;
    private final Sockets sockets;
    private final Renewals.OfSocket renewals;
    private final Spending spending;
    private final SocketConfig config;
    private final Inbox inbox;
    private final Sparing sparing;
    private final RenewalNotice notice;
    /// Whether the client's frames are read; before, it gets what it missed.
    private boolean listening;
    private volatile Caller caller;
    /// What the client may say for the moment: often, hence not looked up each time.
    private Spending.Account moments;
    private volatile @Nullable Fanout fanout;
    /// What the client may do in the room; the shard's.
    private Role role = Role.VIEWER;
    /// What hello said of it.
    private Role greetedAs = Role.VIEWER;

    RoomSocket(Connection connection, RoomKey key, Caller caller, RoomParts parts) {
        this.connection = connection;
        this.key = key;
        this.caller = caller;
        this.rooms = parts.rooms();
        this.sockets = parts.sockets();
        this.renewals = parts.renewals().ofSocket(Handshake.READ);
        this.spending = parts.spending();
        this.moments = account(Usage.FRAMES);
        this.config = sockets.config();
        this.inbox = new Inbox(connection, sockets, sockets.seats().frames(key, false), new Frames());
        this.sparing = new Sparing(connection, sockets, this::refresh);
        this.notice = new RenewalNotice(connection);
    }

    /// Starts the conversation. To be called on the connection's event loop, once.
    ///
    /// @param after sequence number after which the client wants everything; empty if it wants only
    ///     what is to come
    void start(OptionalLong after) {
        connection.open(this, caller, config.messageBytes(), config.queueBytes());
        // Frames are read once the client has joined.
        connection.pause();
        connection.lastUntil(caller.expiresAt());
        new Arrival(connection, key, rooms, this).begin(after);
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public Optional<String> subject() {
        return caller.isAnonymous() ? Optional.empty() : Optional.of(caller.subject());
    }

    @Override
    public void deliver(byte[] text) {
        connection.send(text);
    }

    @Override
    public void offer(byte[] text) {
        sparing.offer(text);
    }

    @Override
    public void beat() {
        sparing.beat();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public void become(Role newRole) {
        role = newRole;
    }

    @Override
    public void expelled() {
        loop().execute(() -> connection.close(CloseCode.EXPELLED));
    }

    @Override
    public void gone() {
        loop().execute(() -> connection.close(CloseCode.GONE));
    }

    @Override
    public void moved() {
        connection.moved();
    }

    @Override
    public boolean isDone() {
        return connection.wasClosedByClient();
    }

    @Override
    public void ended() {
        Fanout present = fanout;
        if (present != null) {
            present.leave(key, this);
        }
    }

    @Override
    public void drained() {
        if (listening) {
            inbox.drained();
        }
    }

    @Override
    public void renewalDue(Instant end) {
        notice.due(end);
    }

    /// On the shard's event loop: finds out what the client may do.
    ///
    /// @return whether it may be in the room at all
    boolean enter(Room room) {
        Optional<Role> present = room.roleOf(caller, sockets.clock().instant());
        present.ifPresent(this::become);
        return present.isPresent();
    }

    /// The first frame.
    ///
    /// @param complete whether everything that the client asked for follows
    ServerFrame.Hello hello(Room room, boolean complete) {
        greetedAs = role;
        return new ServerFrame.Hello(
                ServerFrame.Hello.PROTOCOL,
                room.view(),
                you(),
                room.sequence(),
                caller.isAnonymous() ? 0 : room.readUpTo(caller.subject()),
                complete,
                room.objects().size(),
                new ServerFrame.Limits(
                        Text.CONTENT_MAX, config.messageBytes(), ClientFrame.FRAMES_MAX, config.framesPerSecond()));
    }

    /// On the shard's event loop: from now on the client hears what happens in the room.
    ///
    /// @return the live state and the markers at this moment, as frames
    List<byte[]> join(Room room, Fanout present) {
        // First of all: whatever fails from here on, the end of the connection takes it out again.
        fanout = present;
        present.join(key, this);
        Member member = new Member(present.live().nextSocket(), caller, role);
        byte[] snapshot = present.live().join(key, this, member);
        if (role != greetedAs) {
            present.tell(this, new ServerFrame.Rights(you()));
        }
        if (connection.isClosed()) {
            present.leave(key, this);
        }
        return present.tellsMarkers(key)
                ? List.of(snapshot, FrameText.of(new ServerFrame.Markers(room.newestMarkers(MARKERS))))
                : List.of(snapshot);
    }

    /// The client has all that it missed: it may speak.
    void listen() {
        listening = true;
        connection.resume();
        notice.greeted();
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    /// What the client asks for.
    private final class Frames implements Inbox.Receiver {

        @Override
        public Future<Void> prepare(List<ClientFrame> frames) {
            int messages = 0;
            int operations = 0;
            int live = 0;
            for (ClientFrame frame : frames) {
                switch (frame) {
                    case ClientFrame.Send _, ClientFrame.Change _ -> messages++;
                    case ClientFrame.Operate _, ClientFrame.Draft _, ClientFrame.Read _ -> operations++;
                    case ClientFrame.Live _ -> live++;
                    case ClientFrame.Ping _, ClientFrame.Renew _, ClientFrame.Refresh _, ClientFrame.Faulty _ -> {
                        // Of this there are no quotas.
                    }
                }
            }
            return both(
                    both(prepare(Usage.MESSAGES, messages), prepare(Usage.OPERATIONS, operations)),
                    moments.prepare(live));
        }

        private Future<Void> prepare(Usage usage, int units) {
            return units == 0 ? Future.succeededFuture() : account(usage).prepare(units);
        }

        private static Future<Void> both(Future<Void> one, Future<Void> other) {
            return one.isComplete() ? other : one.compose(_ -> other);
        }

        @Override
        public Optional<ServerFrame> receive(ClientFrame frame) {
            return RoomSocket.this.receive(frame);
        }
    }

    /// @return the answer, if it is known at once
    private Optional<ServerFrame> receive(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Send send -> send(send);
            case ClientFrame.Change change -> submit(Usage.MESSAGES, change.clientId(), change.by(caller.actor()));
            case ClientFrame.Operate operate ->
                submit(Usage.OPERATIONS, operate.clientId(), operate.by(caller.actor()));
            case ClientFrame.Draft draft -> saveDraft(draft);
            case ClientFrame.Read read -> read(read);
            case ClientFrame.Ping(Number time) ->
                Optional.of(new ServerFrame.Pong(time, sockets.clock().millis()));
            case ClientFrame.Live live -> live(live);
            case ClientFrame.Renew renew -> renew(renew);
            case ClientFrame.Refresh refresh -> refreshRelay(refresh);
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
        return forbidden(Usage.MESSAGES, send.clientId())
                .or(() -> refused(send.clientId(), spending.spendMessage(caller, connection.address())))
                .or(() -> decide(send.clientId(), post.ending(send.draft())));
    }

    /// What is saved while somebody types is durable, and an operation to its quota; the right to it is
    /// that to comment.
    private Optional<ServerFrame> saveDraft(ClientFrame.Draft draft) {
        Command.SaveDraft command = new Command.SaveDraft(caller.actor(), draft.key(), draft.content());
        return forbidden(Usage.MESSAGES, draft.clientId())
                .or(() -> refused(draft.clientId(), account(Usage.OPERATIONS).spend()))
                .or(() -> decide(draft.clientId(), command));
    }

    /// @param usage what the command uses of the caller's quotas, as the same by HTTP does
    private Optional<ServerFrame> submit(Usage usage, String clientId, Command command) {
        return forbidden(usage, clientId)
                .or(() -> refused(clientId, account(usage).spend()))
                .or(() -> decide(clientId, command));
    }

    /// What the client may do of one thing, by its present credential.
    private Spending.Account account(Usage usage) {
        return spending.of(caller, connection.address(), usage);
    }

    private Optional<ServerFrame> forbidden(Usage usage, String clientId) {
        boolean comments = usage == Usage.MESSAGES;
        if (!caller.isAnonymous() && (comments ? RoomAccess.mayComment(caller) : caller.may("rooms:write"))) {
            return Optional.empty();
        }
        String scope = comments ? "messages:write" : "rooms:write";
        Problem problem = caller.isAnonymous()
                ? Problem.of(ProblemType.UNAUTHENTICATED, "To send, you need a key or to sign in.")
                : Problem.of(ProblemType.FORBIDDEN, "Sending needs the scope " + scope + ".");
        return Optional.of(new ServerFrame.Refusal(clientId, problem));
    }

    private static Optional<ServerFrame> refused(@Nullable String clientId, Optional<Spending.Refusal> refusal) {
        return refusal.map(reason -> new ServerFrame.Refusal(clientId, reason.problem(), (int)
                Math.min(Integer.MAX_VALUE, reason.retryAfter().toMillis())));
    }

    /// Whoever may read may say how far.
    private Optional<ServerFrame> read(ClientFrame.Read read) {
        if (caller.isAnonymous()) {
            Problem problem = Problem.of(ProblemType.UNAUTHENTICATED, "For a marker, you need a key or to sign in.");
            return Optional.of(new ServerFrame.Refusal(read.clientId(), problem));
        }
        return refused(read.clientId(), account(Usage.OPERATIONS).spend())
                .or(() -> decide(read.clientId(), new Command.MarkRead(caller.actor(), read.upTo())));
    }

    private Optional<ServerFrame> decide(String clientId, Command command) {
        rooms.submit(key, command, null, outcome -> decided(clientId, command, outcome));
        return Optional.empty();
    }

    private Optional<ServerFrame> live(ClientFrame.Live live) {
        Optional<ServerFrame> refusal = refused(live.clientId(), moments.spend());
        Fanout present = fanout;
        if (refusal.isEmpty() && present != null) {
            present.live().submit(key, this, live.clientId(), live.command());
        }
        return refusal;
    }

    private void refresh() {
        Fanout present = fanout;
        if (present != null) {
            present.live().refresh(key, this);
        }
    }

    private Optional<ServerFrame> refreshRelay(ClientFrame.Refresh wish) {
        if (caller.may(RoomAccess.RELAY_SCOPE)) {
            if (wish.snapshot()) {
                rooms.look(
                        key,
                        Visit.of((room, present) -> present.refresh(key, room, this, Snapshots::of), _ -> moved()));
            } else {
                refresh();
            }
            return Optional.empty();
        }
        Problem problem = Problem.of(ProblemType.FORBIDDEN, "Only nodes may relay rooms.");
        return Optional.of(new ServerFrame.Refusal(null, problem));
    }

    private void decided(String clientId, Command command, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(RoomEvent.MessagePosted posted) -> {
                if (posted.draft() != null) {
                    authored();
                }
                acknowledge(clientId, posted.message(), posted.sequence());
            }
            case Outcome.Done(RoomEvent.OperationsApplied applied) -> acknowledge(clientId, null, applied.sequence());
            case Outcome.Applied(long sequence) -> acknowledge(clientId, null, sequence);
            case Outcome.Done(RoomEvent.DraftSaved saved) -> {
                authored();
                acknowledge(clientId, null, saved.sequence());
            }
            case Outcome.Done(RoomEvent.MarkersMoved moved) ->
                acknowledge(clientId, null, moved.readUpTo().getOrDefault(caller.subject(), 0L));
            case Outcome.Nothing _
            when command instanceof Command.MarkRead read -> acknowledge(clientId, null, read.readUpTo());
            case Outcome.Changed changed ->
                acknowledge(clientId, changed.message().id(), changed.sequence());
            case Outcome.Repeated(Message message) ->
                acknowledge(
                        clientId,
                        message.id(),
                        command instanceof Command.Post ? message.sequence() : message.version());
            case Outcome.Refused(Decision.Refused reason) -> {
                Problem problem = reason.problem();
                loop().execute(() -> inbox.answer(List.of(new ServerFrame.Refusal(clientId, problem))));
            }
            case Outcome.Done _, Outcome.Nothing _ ->
                throw new IllegalStateException("not an outcome of what a socket sends: " + outcome);
        }
    }

    /// On the shard's event loop, where acknowledgements of one moment are collected.
    private void acknowledge(String clientId, @Nullable String message, long sequence) {
        Fanout present = fanout;
        if (present != null && !connection.isClosed()) {
            present.tell(this, new ServerFrame.Ack(clientId, message, sequence));
        }
    }

    /// On the shard's event loop, where an event of this client was published just before.
    private void authored() {
        Fanout present = fanout;
        if (present != null) {
            present.authored(key, this);
        }
    }

    /// @return the answer, if it is known at once
    private Optional<ServerFrame> renew(ClientFrame.Renew renew) {
        return switch (renewals.judge(renew.token(), caller)) {
            case Renewals.Verdict.Refused(Problem problem) ->
                Optional.of(new ServerFrame.Refusal(renew.clientId(), problem));
            case Renewals.Verdict.Renewed(Caller renewed) -> {
                caller = renewed;
                moments = account(Usage.FRAMES);
                notice.renewed();
                connection.lastUntil(renewed.expiresAt());
                rooms.look(
                        key,
                        Visit.of((room, present) -> followCredential(renew.clientId(), room, present), _ -> moved()));
                yield Optional.empty();
            }
        };
    }

    /// On the shard's event loop: the client may do what its present credential allows.
    private void followCredential(String clientId, Room room, Fanout present) {
        present.review(key, room, this);
        present.tell(this, new ServerFrame.Renewed(clientId, you()));
    }

    private ServerFrame.You you() {
        return ServerFrame.You.of(caller, role);
    }
}
