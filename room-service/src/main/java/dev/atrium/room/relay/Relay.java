package dev.atrium.room.relay;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.fanout.FrameText;
import dev.atrium.room.fanout.Listeners;
import dev.atrium.room.socket.MessageAssembler;
import dev.atrium.room.socket.Spectator;
import dev.atrium.room.tinybase.Memory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One room for those who watch it through this node: hears it from its owner as one client, and tells all
/// of them. If the owner goes, or the room moves, it goes on with the new one where it was. Everything runs
/// on one event loop.
final class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);

    /// How much of what happened before the first spectator came is asked for, for those who come back.
    /// Rooms have the newest 1,000 messages in memory; what happens meanwhile must fit, too.
    private static final long PREFILL = 800;

    private static final Duration RETRY = Duration.ofMillis(200);

    /// How long spectators wait for a new owner: longer than a node that was killed is missed.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration TELL_COUNT_GAP = Duration.ofMillis(50);

    /// How long an owner may take to tell the live state. It may also refuse, when the room says too much at once.
    private static final Duration LIVE_PATIENCE = Duration.ofSeconds(2);

    private static final Duration ASK_AGAIN = Duration.ofMillis(500);
    private static final int ASK_TRIES = 10;

    private final RoomKey key;
    private final Vertx vertx;
    private final Context loop;
    private final Owners owners;
    private final RelayMetrics metrics;
    private final Feed feed = new Feed();
    private final Listeners listeners = new Listeners();
    private final Set<Spectator> present = new HashSet<>();
    private final List<Newcomer> newcomers = new ArrayList<>();
    private final Set<Spectator> behind = new HashSet<>();
    private final long timer;
    private @Nullable Upstream upstream;
    /// Since when there is no owner to hear from, in nanoseconds; null while there is.
    private @Nullable Long silentSince;
    /// Changes with each attempt to reach the owner: what earlier ones still bring does not count.
    private int attempt;

    /// What must be done next, in this order.
    private final ArrayDeque<Feed.Step> due = new ArrayDeque<>();

    /// How many answers must come before that goes on.
    private int unanswered;

    /// Changes with each question for the live state.
    private int question;

    private boolean countDue;
    private final AtomicLong accessChanges = new AtomicLong();
    private boolean closed;

    private record Upstream(WebSocket socket, URI owner) {}

    /// Somebody who waits for the next point at which newcomers can come in.
    private static final class Newcomer {

        private final Spectator spectator;
        private final OptionalLong after;
        private final RoomView room;
        /// Whether it has waited for a point behind all that it can have heard of.
        private boolean looked;

        private Newcomer(Spectator spectator, OptionalLong after, RoomView room) {
            this.spectator = spectator;
            this.after = after;
            this.room = room;
        }
    }

    Relay(RoomKey key, Vertx vertx, Context loop, Owners owners, RelayMetrics metrics) {
        this.key = key;
        this.vertx = vertx;
        this.loop = loop;
        this.owners = owners;
        this.metrics = metrics;
        this.timer = vertx.setPeriodic(LOOK_INTERVAL.toMillis(), _ -> onLoop(this::look));
    }

    /// How often who may read the room may have changed, as far as was heard. On any thread.
    long accessChanges() {
        return accessChanges.get();
    }

    /// On any thread, as the three below.
    ///
    /// @param after as the client wants it
    /// @param admission what the owner said about the spectator
    void join(Spectator spectator, OptionalLong after, Admission admission) {
        onLoop(() -> {
            present.add(spectator);
            newcomers.add(new Newcomer(spectator, after, admission.room()));
            if (upstream == null && silentSince == null) {
                silentSince = System.nanoTime();
                connect();
            }
            askForLive();
            if (admission.accessChanges() != accessChanges.get()) {
                ask(spectator.caller(), ASK_TRIES, () -> {});
            }
        });
    }

    void leave(Spectator spectator) {
        onLoop(() -> {
            present.remove(spectator);
            newcomers.removeIf(newcomer -> newcomer.spectator == spectator);
            listeners.remove(spectator);
            behind.remove(spectator);
            tellCountSoon();
        });
    }

    /// Tells the spectator the live state anew, soon.
    void refresh(Spectator spectator) {
        onLoop(() -> {
            behind.add(spectator);
            askForLive();
        });
    }

    /// Nobody watches any more.
    void close() {
        onLoop(() -> {
            closed = true;
            vertx.cancelTimer(timer);
            drop();
        });
    }

    private void connect() {
        if (closed) {
            return;
        }
        int current = ++attempt;
        if (unanswered > 0) {
            // First what was heard before is told.
            retry(current);
            return;
        }
        Optional<URI> owner = owners.of(key);
        if (owner.isEmpty()) {
            retry(current);
            return;
        }
        long after = feed.resume().orElseGet(this::beforeAll);
        owners.join(key, owner.get(), after)
                .onSuccess(socket -> connected(current, socket, owner.get(), after))
                .onFailure(failure -> {
                    LOG.debugf("the owner of a relayed room is not there: room=%s error=%s", key.room(), failure);
                    retry(current);
                });
    }

    private long beforeAll() {
        return newcomers.stream()
                .mapToLong(newcomer -> Math.max(0, newcomer.room.lastSequence() - PREFILL))
                .findFirst()
                .orElse(0);
    }

    private void connected(int current, WebSocket socket, URI owner, long after) {
        if (closed || current != attempt) {
            Future<Void> _ = socket.close();
            return;
        }
        upstream = new Upstream(socket, owner);
        feed.begin(after);
        socket.frameHandler(new MessageAssembler(Owners.MESSAGE_BYTES, Memory.UNBOUNDED, new Receiver(current))::frame);
        socket.exceptionHandler(_ -> lost(current));
        socket.closeHandler(_ -> lost(current));
        tellCountSoon();
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
            present.forEach(Spectator::moved);
            silentSince = System.nanoTime();
        }
        after(RETRY, () -> {
            if (current == attempt) {
                connect();
            }
        });
    }

    /// An owner that hangs, or is cut off, does not say that it is none any more.
    private void look() {
        Upstream connected = upstream;
        Optional<URI> owner = owners.of(key);
        if (connected != null && owner.isPresent() && !owner.get().equals(connected.owner())) {
            drop();
            connect();
        }
    }

    private void drop() {
        Upstream connected = upstream;
        upstream = null;
        attempt++;
        if (silentSince == null) {
            silentSince = System.nanoTime();
        }
        if (connected != null) {
            Future<Void> _ = connected.socket().close();
        }
    }

    private void heard(byte[] text) {
        due.addAll(feed.hear(text));
        goOn();
    }

    /// Does what is due, as long as nothing is asked: what comes behind a question is for those who may stay.
    private void goOn() {
        while (unanswered == 0 && !due.isEmpty()) {
            act(due.removeFirst());
        }
        Upstream connected = upstream;
        if (connected != null && unanswered > 0) {
            connected.socket().pause();
        } else if (connected != null) {
            connected.socket().resume();
        }
    }

    private void act(Feed.Step step) {
        switch (step) {
            case Feed.Step.Forward forward -> {
                metrics.forwarded(listeners.size());
                listeners.deliver(forward.text(), forward.skippable());
            }
            case Feed.Step.Live(byte[] frame, boolean anew) -> live(frame, anew);
            case Feed.Step.Lost _ -> scatter();
            case Feed.Step.Ask ask -> askAbout(ask.subject());
            case Feed.Step.Expel(String subject) -> of(subject).forEach(this::expel);
        }
    }

    private void live(byte[] frame, boolean anew) {
        silentSince = null;
        if (anew) {
            listeners.deliver(frame, false);
        } else {
            behind.forEach(spectator -> spectator.loop().execute(() -> spectator.deliver(frame)));
        }
        behind.clear();
        List<Newcomer> waiting = List.copyOf(newcomers);
        newcomers.clear();
        waiting.forEach(newcomer -> admit(newcomer, frame));
        tellCountSoon();
    }

    private void admit(Newcomer newcomer, byte[] live) {
        long after = newcomer.after.orElse(feed.last());
        if (after > feed.last() && !newcomer.looked) {
            // It has heard of more than this relay: either that is on its way, or it is nothing that is told here.
            newcomer.looked = true;
            newcomers.add(newcomer);
            askForLive();
            return;
        }
        boolean known = after <= Math.max(feed.last(), newcomer.room.lastSequence());
        Optional<List<byte[]>> missed = known ? feed.after(after) : Optional.empty();
        List<byte[]> frames = new ArrayList<>();
        frames.add(
                FrameText.of(newcomer.spectator.hello(newcomer.room, feed.last(), missed.isPresent(), feed.objects())));
        missed.ifPresent(frames::addAll);
        frames.add(live);
        newcomer.spectator.greet(FrameText.join(frames));
        listeners.add(newcomer.spectator);
    }

    /// All come back by themselves, and find out what they have missed.
    private void scatter() {
        listeners.all().toList().forEach(listener -> {
            listeners.remove(listener);
            listener.moved();
        });
    }

    private void askForLive() {
        if (upstream != null && feed.isLive() && !feed.isAsked()) {
            feed.asked();
            send("{\"type\":\"refresh\"}");
            awaitLive(++question);
        }
    }

    private void awaitLive(int current) {
        after(LIVE_PATIENCE, () -> {
            if (current != question || !feed.isAsked()) {
                return;
            }
            if (unanswered > 0) {
                // The owner is not listened to.
                awaitLive(current);
            } else {
                feed.unanswered();
                askForLive();
            }
        });
    }

    private void tellCountSoon() {
        if (!countDue) {
            countDue = true;
            after(TELL_COUNT_GAP, () -> {
                countDue = false;
                send("{\"type\":\"viewers\",\"count\":" + listeners.size() + "}");
            });
        }
    }

    private void send(String text) {
        Upstream connected = upstream;
        if (connected != null) {
            Future<Void> _ = connected.socket().writeTextMessage(text);
        }
    }

    /// @param subject null for everybody
    private void askAbout(@Nullable String subject) {
        accessChanges.incrementAndGet();
        Set<Caller> callers = new HashSet<>();
        (subject == null ? present : of(subject)).forEach(spectator -> callers.add(spectator.caller()));
        unanswered += callers.size();
        callers.forEach(caller -> ask(caller, ASK_TRIES, () -> {
            unanswered--;
            goOn();
        }));
    }

    /// Asks the owner whether somebody who is here still may be. Who cannot be asked about is sent away, to be asked
    /// about when it comes back.
    private void ask(Caller caller, int tries, Runnable whenKnown) {
        owners.ask(key, caller).onSuccess(verdict -> onLoop(() -> judge(caller, verdict, tries, whenKnown)));
    }

    private void judge(Caller caller, Verdict verdict, int tries, Runnable whenKnown) {
        if (verdict instanceof Verdict.Unknown && tries > 1 && !closed) {
            after(ASK_AGAIN, () -> ask(caller, tries - 1, whenKnown));
            return;
        }
        switch (verdict) {
            case Verdict.Allowed _ -> {
                // It stays.
            }
            case Verdict.Denied _ -> of(caller).forEach(this::expel);
            case Verdict.Unknown _ -> of(caller).forEach(Spectator::moved);
        }
        whenKnown.run();
    }

    /// It hears nothing more.
    private void expel(Spectator spectator) {
        listeners.remove(spectator);
        newcomers.removeIf(newcomer -> newcomer.spectator == spectator);
        behind.remove(spectator);
        spectator.expelled();
    }

    private List<Spectator> of(Caller caller) {
        return present.stream()
                .filter(spectator -> spectator.caller().equals(caller))
                .toList();
    }

    private List<Spectator> of(String subject) {
        return present.stream()
                .filter(spectator -> spectator.caller().subject().equals(subject))
                .toList();
    }

    private void after(Duration delay, Runnable task) {
        vertx.setTimer(delay.toMillis(), _ -> onLoop(task));
    }

    private void onLoop(Runnable task) {
        loop.runOnContext(_ -> task.run());
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
                heard(utf8);
            } catch (UncheckedIOException e) {
                LOG.errorf(e, "the owner of a relayed room said what is no JSON: room=%s", key.room());
                restart();
            }
        }

        @Override
        public void binary() {
            restart();
        }

        @Override
        public void tooLarge() {
            restart();
        }

        @Override
        public void tooManyFrames() {
            restart();
        }

        @Override
        public void noMemory() {
            restart();
        }

        private void restart() {
            lost(current);
        }
    }
}
