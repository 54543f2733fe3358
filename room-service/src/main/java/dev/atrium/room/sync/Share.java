package dev.atrium.room.sync;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.DocumentForm;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.fanout.Listener;
import dev.atrium.room.fanout.LiveRooms;
import dev.atrium.room.live.Member;
import dev.atrium.room.quota.Spending;
import dev.atrium.room.shard.Outcome;
import dev.atrium.room.shard.Visit;
import dev.atrium.room.socket.Seat;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.Closing;
import dev.atrium.room.tinybase.Conversation;
import dev.atrium.room.tinybase.DocumentLimits;
import dev.atrium.room.tinybase.Effect;
import dev.atrium.room.tinybase.HlcClock;
import dev.atrium.room.tinybase.Message;
import dev.atrium.room.tinybase.Nonce;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One client's share in one room's document. Its [Conversation] runs on the shard's event loop, between two things
/// that happen in the room; everything else on the connection's.
final class Share implements Listener {

    /// Most bytes that the changes of one event have in the log, unless it is one leaf.
    private static final int EVENT_BYTES = 200_000;

    /// After this at the latest it is asked again whether the client may write: by then it may have left.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// How long a question waits for the node to have memory for its answer, and how often that is looked for.
    private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(1);

    private static final Duration ANSWER_RETRY_FIRST = Duration.ofMillis(200);

    private static final Duration ANSWER_RETRY_LONGEST = Duration.ofSeconds(2);

    /// Most bytes of one of a text's characters in UTF-8, as Java counts them.
    private static final int CHARACTER_BYTES = 3;

    private final SyncSocket socket;
    private final Channel channel;
    private final SyncParts parts;
    private final RoomKey key;
    private final Caller caller;
    private final DocumentForm form;
    private final boolean resumes;
    private final Conversation conversation;
    private final AtomicBoolean ticking = new AtomicBoolean();
    /// The shard's, as what follows.
    private final HeldChanges held = new HeldChanges();
    /// Whether the client has written more than its quota allows now; also read where it leaves.
    private volatile boolean waiting;
    /// What the client may do in the room; the shard's.
    private Role role = Role.VIEWER;
    /// Whether the room takes nothing new, when it was looked at last; the shard's.
    private boolean archived;
    private volatile boolean left;
    private volatile @Nullable Fanout fanout;
    private volatile @Nullable Seat seat;

    /// @param resumes whether the client's synchronizer may be older than this
    Share(
            SyncSocket socket,
            Channel channel,
            SyncParts parts,
            RoomKey key,
            Caller caller,
            DocumentForm form,
            boolean resumes) {
        this.socket = socket;
        this.channel = channel;
        this.parts = parts;
        this.key = key;
        this.caller = caller;
        this.form = form;
        this.resumes = resumes;
        RandomGenerator random = RandomGenerator.getDefault();
        this.conversation = new Conversation(
                () -> role.isAtLeast(Role.EDITOR) && !archived,
                HlcClock.ofRoom(),
                Nonce.of(random),
                DocumentLimits.USUAL);
    }

    /// Joins those who share the document, if the client may read it.
    ///
    /// @param done told on the connection's event loop what became of it, before anything is sent
    void join(Consumer<Joining> done) {
        parts.rooms().look(key, new Visit() {
            @Override
            public void enter(Room room, Fanout present) {
                Instant now = parts.clock().instant();
                Optional<Role> allowed = room.roleOf(caller, now);
                if (allowed.isEmpty()) {
                    tell(Joining.FORBIDDEN);
                    return;
                }
                Optional<Seat> free = socket.seat(key, allowed.get());
                if (free.isEmpty()) {
                    tell(Joining.FULL);
                    return;
                }
                seat = free.get();
                become(allowed.get());
                archived = room.isArchived();
                tell(Joining.DONE);
                fanout = present;
                present.documents().join(key, room.document(), Share.this, form);
                LiveRooms live = present.live();
                live.attend(key, Share.this, Member.silent(live.nextSocket(), caller, allowed.get()));
                if (left) {
                    present.leave(key, Share.this);
                    free.get().free();
                }
                perform(resumes ? conversation.resumed(room.document(), now) : conversation.joined(room.document()));
            }

            @Override
            public void refused(Decision.Refused reason) {
                tell(reason.type() == ProblemType.NOT_FOUND ? Joining.FORBIDDEN : Joining.ELSEWHERE);
            }

            private void tell(Joining joining) {
                loop().execute(() -> done.accept(joining));
            }
        });
    }

    /// The client says something.
    ///
    /// @param done told on the connection's event loop when it was understood, and how many characters answer it
    void receive(Message message, IntConsumer done) {
        // Here, because the shard's event loop is also that of others.
        Message understood = conversation.understand(message);
        answer(new Question(
                understood,
                done,
                System.nanoTime() + ANSWER_PATIENCE.toNanos(),
                0,
                false,
                ANSWER_RETRY_FIRST.toMillis()));
    }

    /// What the client has said, which may have to wait.
    ///
    /// @param answerBytes that are known to be needed for the answer; 0 if that was not written yet
    /// @param onlyReads whether it was seen that it asks, and may not write
    /// @param pauseMillis before the next attempt
    private record Question(
            Message message,
            IntConsumer done,
            long deadlineNanos,
            int answerBytes,
            boolean onlyReads,
            long pauseMillis) {

        Question later(int bytes, boolean reads) {
            long longer = Math.min(2 * pauseMillis, ANSWER_RETRY_LONGEST.toMillis());
            return new Question(message, done, deadlineNanos, bytes, reads, longer);
        }
    }

    /// What asks for the document is answered once there is memory for that, and time: many may ask at once, and read
    /// slowly. While there is not, the shard is not troubled. To be called on the connection's event loop.
    private void answer(Question question) {
        Fanout present = fanout;
        boolean mayAsk =
                !question.onlyReads() || present == null || present.documents().answersReaders();
        // Only tried here: whether the shard will look is not certain.
        Reserved tried = new Reserved(socket.outgoing());
        if (mayAsk && tried.become(question.answerBytes())) {
            tried.giveBack();
            look((room, current) -> answer(question, room, current));
        } else {
            answerLater(question.later(question.answerBytes(), question.onlyReads()));
        }
    }

    /// On the shard's event loop.
    private void answer(Question question, Room room, Fanout present) {
        Reserved reserved = new Reserved(socket.outgoing());
        boolean done = false;
        try {
            boolean asks = Conversation.asks(question.message());
            boolean onlyReads = asks && !role.isAtLeast(Role.EDITOR);
            boolean mayAsk = !onlyReads || present.documents().answersReaders();
            if (!mayAsk || !reserved.become(question.answerBytes())) {
                loop().execute(() -> answerLater(question.later(question.answerBytes(), onlyReads)));
                done = true;
                return;
            }
            long beganNanos = System.nanoTime();
            List<Effect> effects = conversation.receive(
                    question.message(), room.document(), parts.clock().instant());
            if (onlyReads) {
                present.documents().answeredReader(System.nanoTime() - beganNanos);
            }
            int length = effects.stream().mapToInt(Share::length).sum();
            int most = asks ? (int) Math.min(SyncSocket.PAYLOAD_BYTES, (long) CHARACTER_BYTES * length) : 0;
            if (reserved.become(most)) {
                perform(effects, reserved);
                loop().execute(() -> question.done().accept(length));
            } else {
                loop().execute(() -> answerLater(question.later(most, onlyReads)));
            }
            done = true;
        } finally {
            reserved.giveBack();
            if (!done) {
                loop().execute(() -> socket.close(Closing.SOCKET));
            }
        }
    }

    private void answerLater(Question question) {
        if (left) {
            return;
        }
        if (System.nanoTime() - question.deadlineNanos() > 0) {
            socket.tooSlow();
        } else {
            // Those who came at once do not come back at once.
            long pauseMillis =
                    RandomGenerator.getDefault().nextLong(question.pauseMillis() / 2, question.pauseMillis());
            ScheduledFuture<?> _ = loop().schedule(() -> answer(question), pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    private static int length(Effect effect) {
        return effect instanceof Effect.Send(String remainder) ? remainder.length() : 0;
    }

    void leave() {
        left = true;
        Fanout present = fanout;
        if (present != null) {
            present.leave(key, this);
        }
        Seat taken = seat;
        if (taken != null) {
            taken.free();
        }
        if (waiting) {
            parts.rooms().look(key, Visit.of((_, _) -> release(), _ -> {}));
        }
    }

    @Override
    public EventLoop loop() {
        return socket.loop();
    }

    @Override
    public void deliver(byte[] text) {
        if (!left) {
            socket.writeShared(text);
        }
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Optional<String> subject() {
        return caller.isAnonymous() ? Optional.empty() : Optional.of(caller.subject());
    }

    @Override
    public void become(Role newRole) {
        role = newRole;
    }

    @Override
    public void expelled() {
        loop().execute(() -> {
            if (!left) {
                channel.expelled();
            }
        });
    }

    @Override
    public void gone() {
        loop().execute(() -> {
            if (!left) {
                channel.gone();
            }
        });
    }

    @Override
    public void moved() {
        loop().execute(() -> {
            if (!left) {
                channel.lost();
            }
        });
    }

    private void perform(List<Effect> effects) {
        perform(effects, new Reserved(socket.outgoing()));
    }

    /// On the shard's event loop.
    ///
    /// @param reserved for what is sent
    private void perform(List<Effect> effects, Reserved reserved) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> {
                    String text = form.wrap(key.room(), send.remainder());
                    Reserved handed = reserved.handOver();
                    loop().execute(() -> deliver(text, handed));
                }
                case Effect.Commit commit -> commit(commit);
                case Effect.Close close -> loop().execute(() -> socket.close(close.reason()));
            }
        }
        if (conversation.isWaiting() && ticking.compareAndSet(false, true)) {
            ScheduledFuture<?> _ = loop().schedule(this::tick, 1, TimeUnit.SECONDS);
        }
    }

    private void deliver(String text, Reserved reserved) {
        try {
            if (!left) {
                Future<Void> _ = socket.pass(text.getBytes(StandardCharsets.UTF_8), reserved);
            }
        } finally {
            reserved.giveBack();
        }
    }

    /// One commit is one operation to the quota, however much it changes. The protocol has no refusal:
    /// what comes too early is held for a while, and nothing more is read where that is too much.
    private void commit(Effect.Commit commit) {
        if (left || (!waiting && mayWriteNow())) {
            submit(List.of(commit.number()), commit.changes());
            return;
        }
        if (!held.add(commit.number(), commit.changes())) {
            release();
            loop().execute(() -> socket.owes(this, !left));
        } else if (left) {
            // Meanwhile, and who left may not have seen that anything is held.
            release();
        }
    }

    private boolean mayWriteNow() {
        Optional<Spending.Refusal> refusal = parts.spending().spend(caller, socket.address(), Usage.OPERATIONS);
        waiting = refusal.isPresent();
        refusal.map(Spending.Refusal::retryAfter).ifPresent(this::payIn);
        return refusal.isEmpty();
    }

    private void payIn(Duration wait) {
        ScheduledFuture<?> _ =
                loop().schedule(() -> look((_, _) -> pay()), patience(wait).toNanos(), TimeUnit.NANOSECONDS);
    }

    /// When to ask again whether a client may write.
    ///
    /// @param wait after which it may
    static Duration patience(Duration wait) {
        return wait.compareTo(PATIENCE) < 0 ? wait : PATIENCE;
    }

    private void pay() {
        if (mayWriteNow()) {
            release();
            loop().execute(() -> socket.owes(this, false));
        }
    }

    /// On the shard's event loop: what is held counts from now on.
    private void release() {
        if (!held.isEmpty()) {
            HeldChanges.Together together = held.take();
            submit(together.commits(), together.changes());
        }
    }

    private void submit(List<Long> commits, Changes whole) {
        List<Changes> changes = whole.split(EVENT_BYTES);
        AtomicInteger outstanding = new AtomicInteger(changes.size());
        AtomicBoolean failed = new AtomicBoolean();
        loop().execute(() -> socket.committing(changes.size()));
        for (Changes part : changes) {
            Command command = new Command.ChangeDocument(caller.actor(), part, DocumentLimits.USUAL);
            parts.rooms().submit(key, command, null, outcome -> {
                decided(outcome, failed);
                loop().execute(() -> socket.committing(-1));
                if (outstanding.decrementAndGet() == 0) {
                    committed(commits, !failed.get());
                }
            });
        }
    }

    /// On the shard's event loop, before what counts is sent to the others.
    private void decided(Outcome outcome, AtomicBoolean failed) {
        switch (outcome) {
            case Outcome.Done _ -> {
                Fanout present = fanout;
                if (present != null) {
                    present.documents().authored(key, this);
                }
            }
            case Outcome.Nothing _ -> {
                // Something newer came in between.
            }
            case Outcome.Refused _ -> failed.set(true);
            case Outcome.Repeated _, Outcome.Changed _, Outcome.Applied _ ->
                throw new IllegalStateException("not an outcome of a change of a document: " + outcome);
        }
    }

    private void committed(List<Long> commits, boolean done) {
        look((room, _) -> commits.forEach(number -> perform(conversation.committed(
                number, done, room.document(), parts.clock().instant()))));
    }

    private void tick() {
        ticking.set(false);
        look((room, _) ->
                perform(conversation.tick(room.document(), parts.clock().instant())));
    }

    private void look(BiConsumer<Room, Fanout> step) {
        if (left) {
            return;
        }
        parts.rooms()
                .look(
                        key,
                        Visit.of(
                                (room, present) -> {
                                    archived = room.isArchived();
                                    step.accept(room, present);
                                },
                                _ -> moved()));
    }
}
