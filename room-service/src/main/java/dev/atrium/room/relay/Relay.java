package dev.atrium.room.relay;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.fanout.FrameText;
import dev.atrium.room.fanout.Listeners;
import dev.atrium.room.socket.Spectator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One room for those who watch it through this node: hears it from its owner as one client, and tells all
/// of them. If the owner goes, or the room moves, it goes on with the new one where it was. Everything runs
/// on one event loop.
final class Relay implements Upstream.Listener {

    /// How much of what happened before the first spectator came is asked for, for those who come back.
    /// Rooms have the newest 1,000 messages in memory; what happens meanwhile must fit, too.
    private static final long PREFILL = 800;

    private static final Duration TELL_COUNT_GAP = Duration.ofMillis(50);

    /// How long an owner may take to tell the live state. It may also refuse, when the room says too much at once.
    private static final Duration LIVE_PATIENCE = Duration.ofSeconds(2);

    private static final Duration ASK_AGAIN = Duration.ofMillis(500);
    private static final int ASK_TRIES = 10;

    private final RoomKey key;
    private final Loop loop;
    private final Owners owners;
    private final RelayMetrics metrics;
    private final Feed feed = new Feed();
    private final Listeners listeners = new Listeners();
    private final Set<Spectator> present = new HashSet<>();
    private final List<Newcomer> newcomers = new ArrayList<>();
    private final Set<Spectator> behind = new HashSet<>();
    private final Upstream upstream;

    /// What must be done next, in this order.
    private final ArrayDeque<Feed.Step> due = new ArrayDeque<>();

    /// How many answers must come before that goes on.
    private int unanswered;

    /// Changes with each question for the live state.
    private int question;

    private boolean countDue;
    private final AtomicLong accessChanges = new AtomicLong();
    private boolean closed;

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

    Relay(RoomKey key, Loop loop, Owners owners, RelayMetrics metrics) {
        this.key = key;
        this.loop = loop;
        this.owners = owners;
        this.metrics = metrics;
        this.upstream = new Upstream(key, loop, owners, this);
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
        loop.run(() -> {
            present.add(spectator);
            newcomers.add(new Newcomer(spectator, after, admission.room()));
            upstream.open();
            askForLive();
            if (admission.accessChanges() != accessChanges.get()) {
                ask(spectator.caller(), ASK_TRIES, () -> {});
            }
        });
    }

    void leave(Spectator spectator) {
        loop.run(() -> {
            present.remove(spectator);
            newcomers.removeIf(newcomer -> newcomer.spectator == spectator);
            listeners.remove(spectator);
            behind.remove(spectator);
            tellCountSoon();
        });
    }

    /// Tells the spectator the live state anew, soon.
    void refresh(Spectator spectator) {
        loop.run(() -> {
            behind.add(spectator);
            askForLive();
        });
    }

    /// Nobody watches any more.
    void close() {
        loop.run(() -> {
            closed = true;
            upstream.close();
        });
    }

    /// First what was heard before is told.
    @Override
    public boolean isReady() {
        return unanswered == 0;
    }

    @Override
    public long resumeAfter() {
        return feed.resume().orElseGet(this::beforeAll);
    }

    private long beforeAll() {
        return newcomers.stream()
                .mapToLong(newcomer -> Math.max(0, newcomer.room.lastSequence() - PREFILL))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void connected(long after) {
        feed.begin(after);
        tellCountSoon();
    }

    @Override
    public void orphaned() {
        present.forEach(Spectator::moved);
    }

    @Override
    public void heard(byte[] text) {
        due.addAll(feed.hear(text));
        goOn();
    }

    /// Does what is due, as long as nothing is asked: what comes behind a question is for those who may stay.
    private void goOn() {
        while (unanswered == 0 && !due.isEmpty()) {
            act(due.removeFirst());
        }
        if (unanswered > 0) {
            upstream.pause();
        } else {
            upstream.resume();
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
        upstream.served();
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
        if (upstream.isConnected() && feed.isLive() && !feed.isAsked()) {
            feed.asked();
            upstream.send("{\"type\":\"refresh\"}");
            awaitLive(++question);
        }
    }

    private void awaitLive(int current) {
        loop.after(LIVE_PATIENCE, () -> {
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
            loop.after(TELL_COUNT_GAP, () -> {
                countDue = false;
                upstream.send("{\"type\":\"viewers\",\"count\":" + listeners.size() + "}");
            });
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
        owners.ask(key, caller).onSuccess(verdict -> loop.run(() -> judge(caller, verdict, tries, whenKnown)));
    }

    private void judge(Caller caller, Verdict verdict, int tries, Runnable whenKnown) {
        if (verdict instanceof Verdict.Unknown && tries > 1 && !closed) {
            loop.after(ASK_AGAIN, () -> ask(caller, tries - 1, whenKnown));
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
}
