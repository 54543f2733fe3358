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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /// How many points may pass at which a newcomer could come in, while it waits for one with a snapshot.
    /// Owners of an earlier version make none.
    private static final int SNAPSHOT_TRIES = 5;

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
        /// How many points it has let pass.
        private int passed;
        /// Whether it cannot be told what it missed.
        private boolean needsSnapshot;

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
                ask(spectator.caller(), List.of(spectator), ASK_TRIES, () -> {});
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

    /// Asks whether the spectator may stay with the credential that it has now; meanwhile it does.
    ///
    /// @param whenKnown to be run when that is known, and it is sent away if it may not
    void renewed(Spectator spectator, Runnable whenKnown) {
        loop.run(() -> ask(spectator.caller(), List.of(spectator), ASK_TRIES, whenKnown));
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
    public void gone() {
        present.forEach(Spectator::gone);
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
            case Feed.Step.Live live -> live(live);
            case Feed.Step.Lost _ -> scatter();
            case Feed.Step.Ask ask -> askAbout(ask.subject());
            case Feed.Step.Expel(String subject) -> of(subject).toList().forEach(this::expel);
        }
    }

    private void live(Feed.Step.Live live) {
        upstream.served();
        if (live.anew()) {
            listeners.deliver(live.frame(), false);
        } else {
            behind.forEach(spectator -> spectator.loop().execute(() -> spectator.deliver(live.frame())));
        }
        behind.clear();
        List<Newcomer> waiting = List.copyOf(newcomers);
        newcomers.clear();
        waiting.forEach(newcomer -> admit(newcomer, live));
        if (!newcomers.isEmpty()) {
            askForLive();
        }
        tellCountSoon();
    }

    private void admit(Newcomer newcomer, Feed.Step.Live live) {
        long after = newcomer.after.orElse(feed.last());
        if (after > feed.last() && newcomer.passed == 0) {
            // It has heard of more than this relay: either that is on its way, or it is nothing that is told here.
            letPass(newcomer);
            return;
        }
        boolean known = after <= Math.max(feed.last(), newcomer.room.lastSequence());
        Optional<List<byte[]>> missed = known ? feed.after(after) : Optional.empty();
        byte[] snapshot = missed.isPresent() ? null : live.snapshot();
        if (missed.isEmpty() && snapshot == null && newcomer.passed < SNAPSHOT_TRIES) {
            newcomer.needsSnapshot = true;
            letPass(newcomer);
            return;
        }
        List<byte[]> first = new ArrayList<>();
        first.add(
                FrameText.of(newcomer.spectator.hello(newcomer.room, feed.last(), missed.isPresent(), feed.objects())));
        missed.ifPresent(first::addAll);
        // What is the same for many is sent as it is, instead of a copy for each.
        List<byte[]> texts = snapshot == null
                ? List.of(FrameText.join(first), live.frame())
                : List.of(FrameText.join(first), snapshot, live.frame());
        newcomer.spectator.greet(texts);
        listeners.add(newcomer.spectator);
    }

    /// It comes in at a later point.
    private void letPass(Newcomer newcomer) {
        newcomer.passed++;
        newcomers.add(newcomer);
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
            boolean snapshot = newcomers.stream().anyMatch(newcomer -> newcomer.needsSnapshot);
            upstream.send("{\"type\":\"refresh\",\"snapshot\":" + snapshot + "}");
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
        Map<Caller, List<Spectator>> callers =
                (subject == null ? present.stream() : of(subject)).collect(Collectors.groupingBy(Spectator::caller));
        unanswered += callers.size();
        callers.forEach((caller, whose) -> ask(caller, whose, ASK_TRIES, () -> {
            unanswered--;
            goOn();
        }));
    }

    /// Asks the owner whether somebody who is here still may be. Who cannot be asked about is sent away, to be asked
    /// about when it comes back.
    ///
    /// @param whose the caller's spectators, which may have other credentials when the answer comes
    private void ask(Caller caller, List<Spectator> whose, int tries, Runnable whenKnown) {
        owners.ask(key, caller).onSuccess(verdict -> loop.run(() -> judge(caller, whose, verdict, tries, whenKnown)));
    }

    private void judge(Caller caller, List<Spectator> whose, Verdict verdict, int tries, Runnable whenKnown) {
        if (verdict instanceof Verdict.Unknown && tries > 1 && !closed) {
            loop.after(ASK_AGAIN, () -> ask(caller, whose, tries - 1, whenKnown));
            return;
        }
        switch (verdict) {
            case Verdict.Allowed _ -> {
                // It stays.
            }
            case Verdict.Denied _ -> whose.forEach(this::expel);
            case Verdict.Unknown _ -> whose.forEach(Spectator::moved);
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

    private Stream<Spectator> of(String subject) {
        return present.stream().filter(spectator -> spectator.caller().subject().equals(subject));
    }
}
