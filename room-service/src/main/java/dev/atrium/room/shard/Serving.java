package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.room.chat.Answered;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.PastIds;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.log.Ownership;
import dev.atrium.room.log.ShardLog;
import dev.atrium.room.operation.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Serves requests in the rooms of one shard: loads rooms, lets them decide, asks the store where they must, and
/// answers when the log has told. Deterministic, as [Shard], whose part it is.
final class Serving {

    /// Least time between two events of what a room collects.
    private static final Duration COLLECTING = Duration.ofSeconds(1);

    /// An event of fewer bytes, as [Backlog] counts them, surely fits into a record.
    private static final long SURELY_FIT_BYTES = 100_000;

    /// A room that takes no more goes on also where the node has no memory left.
    private static final long SMALL_BYTES = 262_144;

    /// An event that this node sent in its present epoch; they come back in the order in which they were sent.
    ///
    /// @param fits whether it is the one that was decided, which was not too large
    private record Pending(Slot slot, long sequence, long sizeBytes, boolean fits) {}

    private final ShardLog log;
    private final Limits limits;
    private final Outputs outputs;
    private final Supplier<Optional<Decision.Refused>> gate;
    private final Function<RoomKey, Surroundings> surroundings;
    private final BooleanSupplier nodeIsFull;
    private final Slots slots;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    /// Where something is collected.
    private final Set<Slot> collecting = new LinkedHashSet<>();

    private int waiting;
    private long pendingBytes;

    /// @param gate why no command is taken now, if none is
    /// @param surroundings of a room at this moment
    /// @param nodeIsFull whether the rooms of all shards of the node take as much memory as they may
    Serving(
            ShardLog log,
            Limits limits,
            Outputs outputs,
            Supplier<Optional<Decision.Refused>> gate,
            Function<RoomKey, Surroundings> surroundings,
            BooleanSupplier nodeIsFull) {
        this.log = log;
        this.limits = limits;
        this.outputs = outputs;
        this.gate = gate;
        this.surroundings = surroundings;
        this.nodeIsFull = nodeIsFull;
        this.slots = new Slots(limits, nodeIsFull);
    }

    /// How many commands are on their way into the log.
    int pending() {
        return pending.size();
    }

    /// What these cost in memory, roughly.
    long pendingBytes() {
        return pendingBytes;
    }

    /// How many requests wait for the store.
    int waiting() {
        return waiting;
    }

    /// As [Slots#sizeBytes].
    long sizeBytes() {
        return slots.sizeBytes();
    }

    /// As [Slots#measure].
    void measure() {
        slots.measure();
    }

    /// The store has the room like this, or not at all.
    void loaded(RoomKey key, Optional<RoomSnapshot> snapshot, Instant now) {
        Slot slot = slots.find(key);
        if (slot == null || !slot.loading) {
            return;
        }
        slot.loading = false;
        Room room = entered(slot, snapshot);
        if (room == null) {
            refuseWaiting(slot, Refusals.UNREADABLE);
        } else {
            takeWaiting(slot).forEach(request -> serve(slot, room, request, now));
        }
        slots.forgetIfEmpty(slot);
    }

    /// The room, with what counted since it was stored; null if it cannot be had. One room that is broken, whatever
    /// the fault, must not end the shard for the others.
    private @Nullable Room entered(Slot slot, Optional<RoomSnapshot> snapshot) {
        String fault;
        try {
            Room room = snapshot.map(Room::of).orElseGet(() -> Room.absent(slot.key));
            long stored = room.sequence();
            if (slot.enter(room)) {
                slots.loaded(room.sizeBytes());
                if (room.lacksIdsUpTo() > 0) {
                    outputs.add(new Output.LoadIds(slot.key, room.lacksIdsUpTo()));
                }
                return room;
            }
            fault = "events between the store, which ends at " + stored + ", and the log are missing";
        } catch (RuntimeException e) {
            fault = e.toString();
        }
        outputs.add(new Output.Broken("a stored room is unreadable: room=" + slot.key.room() + " error=" + fault));
        return null;
    }

    /// Whether the room is in memory and does not know its client ids up to this sequence number.
    boolean lacksIds(RoomKey key, long upTo) {
        Slot slot = slots.find(key);
        return slot != null && slot.room != null && slot.room.lacksIdsUpTo() == upTo;
    }

    /// The store has these client ids of a room, up to this sequence number.
    void idsLoaded(RoomKey key, long upTo, PastIds ids) {
        Slot slot = slots.find(key);
        if (slot != null && slot.room != null) {
            slot.room.learn(upTo, ids);
        }
    }

    /// The room could not be read, for this reason.
    void loadFailed(RoomKey key, Decision.Refused reason) {
        Slot slot = slots.find(key);
        if (slot != null && slot.loading) {
            slot.loading = false;
            refuseWaiting(slot, reason);
            slots.forgetIfEmpty(slot);
        }
    }

    /// The store has this as the message in question, or none up to the number in question.
    void told(Decision.Question question, Optional<Message> found, Instant now) {
        goOn(question, now, (room, asked) -> {
            if (question instanceof Decision.AskStore && found.isPresent()) {
                answer(asked, new Outcome.Repeated(room.newest(found.get())));
            } else {
                serve(question.room(), asked.after(question, found), now);
            }
        });
    }

    /// The store has operations with the id in question at this sequence number, or none up to the number
    /// in question.
    void toldApplied(Decision.AskApplied question, OptionalLong applied, Instant now) {
        goOn(question, now, (_, asked) -> {
            if (applied.isPresent()) {
                answer(asked, new Outcome.Applied(applied.getAsLong()));
            } else {
                serve(question.room(), asked.after(question, Optional.empty()), now);
            }
        });
    }

    /// The store could not be asked.
    void askFailed(Decision.Question question, Instant now) {
        goOn(question, now, (_, asked) -> refuse(asked, Refusals.UNTOLD));
    }

    /// Makes events of what rooms have collected, where that is due.
    ///
    /// @param all whether it is due everywhere
    void collect(Instant now, boolean all) {
        for (Slot slot : List.copyOf(collecting)) {
            if (all || isDue(slot, now)) {
                collect(slot, now);
            }
        }
    }

    /// Whether something waits to become an event.
    boolean isCollecting() {
        return !collecting.isEmpty();
    }

    private void collect(Slot slot, Instant now) {
        Room room = slot.room;
        collecting.remove(slot);
        List<Reply> replies = slot.takeCollected();
        waiting -= replies.size();
        if (room != null) {
            slot.collectedAt = now;
            room.collect(now).ifPresent(append -> append(slot, append.event(), replies, null));
        }
    }

    private static boolean isDue(Slot slot, Instant now) {
        return !now.isBefore(slot.collectedAt.plus(COLLECTING));
    }

    /// An event is checkpointed.
    void stored(RoomEvent event) {
        Slot slot = slots.find(RoomKey.of(event));
        if (slot != null) {
            slot.stored(event);
            slots.forgetIfEmpty(slot);
        }
    }

    /// As [Slots#evict].
    void evict(Instant now, Predicate<RoomKey> isHeard) {
        slots.evict(now, isHeard);
    }

    /// As [Slots#hasUnneeded].
    boolean hasUnneeded(Instant now, Predicate<RoomKey> isHeard) {
        return slots.hasUnneeded(now, isHeard);
    }

    /// Refuses everything that waits for the store.
    void refuseWaiting(Decision.Refused reason) {
        for (Slot slot : slots.all()) {
            refuseWaiting(slot, reason);
            slot.takeAllAsking().forEach(submit -> refuse(submit, reason));
        }
        waiting = 0;
    }

    /// An event counts.
    ///
    /// @param own whether this node sent it in its present epoch
    void counted(RoomEvent event, boolean own, Instant now) {
        Slot slot = slots.use(RoomKey.of(event), now);
        if (slot.counted(event)) {
            publish(slot, event);
        } else if (event instanceof RoomEvent.AccessChange change) {
            // The node that decided it may have been killed before it told them.
            outputs.add(new Output.TellAccess(change));
        }
        if (own) {
            answer(slot, event);
        }
    }

    private void answer(Slot slot, RoomEvent event) {
        Pending due = takePending();
        if (due == null || due.slot() != slot || due.sequence() != event.sequence()) {
            throw new IllegalStateException(
                    "event " + event.sequence() + " of room " + event.room() + " came back where it is not due");
        }
        slot.takeReplies(event.sequence())
                .forEach(reply -> outputs.add(new Output.Answer(
                        reply, due.fits() ? outcome(slot, event) : new Outcome.Refused(Refusals.TOO_LARGE))));
        slot.came(due.fits());
    }

    private @Nullable Pending takePending() {
        Pending oldest = pending.pollFirst();
        if (oldest != null) {
            pendingBytes -= oldest.sizeBytes();
            oldest.slot().arrived(oldest.sizeBytes());
        }
        return oldest;
    }

    private void publish(Slot slot, RoomEvent event) {
        Room room = slot.room;
        if (event instanceof RoomEvent.AccessChange change && room != null) {
            outputs.add(new Output.PublishAccess(change, room));
        } else if (event instanceof RoomEvent.MessageChange change) {
            slot.message(change.message())
                    .ifPresentOrElse(
                            message -> outputs.add(new Output.PublishChange(message, answered(room, message.posted()))),
                            // Another node decided it about a message that is not in memory here.
                            () -> outputs.add(new Output.Scatter(slot.key)));
        } else {
            RoomEvent.MessagePosted posted = event instanceof RoomEvent.MessagePosted message ? message : null;
            outputs.add(new Output.Publish(event, posted == null ? null : answered(room, posted)));
        }
    }

    private static @Nullable Answered answered(@Nullable Room room, RoomEvent.MessagePosted message) {
        return room == null ? null : room.answered(message).orElse(null);
    }

    private static Outcome outcome(Slot slot, RoomEvent event) {
        if (event instanceof RoomEvent.MessageChange change) {
            Message message = slot.message(change.message())
                    .orElseThrow(() -> new IllegalStateException("changed, but not there: " + change.message()));
            return new Outcome.Changed(message, change.sequence());
        }
        return new Outcome.Done(event);
    }

    /// Does what a request asks for, once its room is loaded.
    void serve(RoomKey key, Request request, Instant now) {
        Slot slot = slots.use(key, now);
        if (slot.room == null && isFresh(request) && !slot.hasTail()) {
            // Its id was made for it just now: there is nothing to load.
            slot.room = Room.absent(key);
        }
        if (slot.room != null) {
            serve(slot, slot.room, request, now);
            return;
        }
        if (isCrowded(slot)) {
            refuse(request, Refusals.CROWDED);
            return;
        }
        slot.await(request);
        waiting++;
        if (!slot.loading) {
            slot.loading = true;
            outputs.add(new Output.Load(key));
        }
    }

    private void serve(Slot slot, Room room, Request request, Instant now) {
        switch (request) {
            case Request.Look look when room.exists() -> outputs.add(new Output.Enter(look.visit(), room));
            case Request.Look look -> refuse(look, Decision.Refused.NOT_FOUND);
            case Request.Submit submit -> {
                Optional<Decision.Refused> refusal = refusal(slot, room, submit.command());
                if (refusal.isPresent()) {
                    refuse(submit, refusal.get());
                } else {
                    decide(slot, room, submit, now);
                }
            }
        }
    }

    private Optional<Decision.Refused> refusal(Slot slot, Room room, Command command) {
        if (isCrowded(slot)) {
            return Optional.of(Refusals.CROWDED);
        }
        // Who is in a room may not make it larger until the node has no memory for any.
        if (nodeIsFull.getAsBoolean() && grows(command) && room.sizeBytes() > SMALL_BYTES) {
            return Optional.of(Refusals.NO_MEMORY);
        }
        return gate.get();
    }

    /// Whether a command may make a room larger.
    private static boolean grows(Command command) {
        return switch (command) {
            case Command.Post _,
                    Command.Edit _,
                    Command.React _,
                    Command.ChangeDocument _,
                    Command.Operate _,
                    Command.SetSchema _,
                    Command.SaveDraft _,
                    Command.Restore _ -> true;
            case Command.Create _,
                    Command.Delete _,
                    Command.Report _,
                    Command.SetHidden _,
                    Command.MarkRead _,
                    Command.ChangeAccess _ -> false;
        };
    }

    private boolean isCrowded(Slot slot) {
        return slot.pending() >= limits.roomPending() || slot.onTheirWayBytes() >= limits.roomPendingBytes();
    }

    private void decide(Slot slot, Room room, Request.Submit submit, Instant now) {
        String subject = submit.command().author().subject();
        if (slot.isAsking(subject)) {
            ask(slot, subject, submit);
            return;
        }
        switch (room.handle(submit.command(), surroundings.apply(slot.key), now)) {
            case Decision.Append append -> append(slot, append.event(), List.of(submit.reply()), submit.traceparent());
            case Decision.Collected waits -> {
                slot.collect(submit.reply());
                waiting++;
                collecting.add(slot);
                // Before the room has no place left for those who do something else.
                boolean many = 2 * slot.collected() >= limits.roomPending();
                if (waits.full() || many || isDue(slot, now)) {
                    collect(slot, now);
                }
            }
            case Decision.OnItsWay onItsWay -> slot.await(onItsWay.sequence(), submit.reply());
            case Decision.Repeated repeated -> answer(submit, new Outcome.Repeated(repeated.message()));
            case Decision.Applied applied -> answer(submit, new Outcome.Applied(applied.sequence()));
            case Decision.Question question -> {
                ask(slot, subject, submit);
                outputs.add(new Output.Ask(question));
            }
            case Decision.Nothing _ -> answer(submit, new Outcome.Nothing());
            case Decision.Refused refused -> refuse(submit, refused);
        }
    }

    private void ask(Slot slot, String subject, Request.Submit submit) {
        slot.ask(subject, submit);
        waiting++;
    }

    /// The question about a message is settled: what its sender sent after it goes on, too.
    private void goOn(Decision.Question question, Instant now, BiConsumer<Room, Request.Submit> settle) {
        Slot slot = slots.find(question.room());
        Room room = slot == null ? null : slot.room;
        if (slot == null || room == null) {
            return;
        }
        List<Request.Submit> submits = slot.takeAsking(question.subject());
        waiting -= submits.size();
        submits.stream().limit(1).forEach(submit -> settle.accept(room, submit));
        submits.stream().skip(1).forEach(submit -> serve(question.room(), submit, now));
    }

    private void append(Slot slot, RoomEvent event, List<Reply> replies, @Nullable String traceparent) {
        long wantedBytes = Backlog.sizeBytes(event);
        boolean fits = wantedBytes < SURELY_FIT_BYTES || RoomLogCodec.fits(event);
        RoomEvent sent = fits ? event : nothing(event);
        RoomLogEntry.Written written = log.write(sent);
        if (!(log.ownership() instanceof Ownership.Open open)) {
            throw new IllegalStateException("written while not open");
        }
        long sizeBytes = fits ? wantedBytes : Backlog.sizeBytes(sent);
        pending.addLast(new Pending(slot, event.sequence(), sizeBytes, fits));
        pendingBytes += sizeBytes;
        slot.sent(sizeBytes);
        replies.forEach(reply -> slot.await(event.sequence(), reply));
        outputs.add(new Output.Produce(written, open.attempt(), traceparent));
    }

    /// What the log would refuse, and the shard's epoch would end with it, leaves its place to an event of
    /// which nobody notices anything: those who wait for it are refused when that has come.
    private RoomEvent nothing(RoomEvent event) {
        outputs.add(new Output.Broken(
                "an event is too large for the log: room=" + event.room() + " type=" + RoomLogCodec.type(event)));
        return new RoomEvent.MarkersMoved(event.tenant(), event.room(), event.sequence(), event.at(), Map.of());
    }

    /// What is on its way will not arrive, or nobody can say so.
    void refusePending() {
        for (Pending lost = takePending(); lost != null; lost = takePending()) {
            Slot slot = lost.slot();
            slot.takeReplies(lost.sequence())
                    .forEach(reply -> outputs.add(new Output.Answer(reply, new Outcome.Refused(Refusals.UNCERTAIN))));
            slot.forgetPredictions();
            slots.forgetIfEmpty(slot);
        }
        for (Slot slot : collecting) {
            List<Reply> replies = slot.takeCollected();
            waiting -= replies.size();
            replies.forEach(reply -> outputs.add(new Output.Answer(reply, new Outcome.Refused(Refusals.UNCERTAIN))));
            slot.forgetPredictions();
        }
        collecting.clear();
    }

    private void refuseWaiting(Slot slot, Decision.Refused reason) {
        takeWaiting(slot).forEach(request -> refuse(request, reason));
    }

    private List<Request> takeWaiting(Slot slot) {
        List<Request> requests = slot.takeWaiting();
        waiting -= requests.size();
        return requests;
    }

    private void answer(Request.Submit submit, Outcome outcome) {
        outputs.add(new Output.Answer(submit.reply(), outcome));
    }

    void refuse(Request request, Decision.Refused reason) {
        switch (request) {
            case Request.Submit submit -> answer(submit, new Outcome.Refused(reason));
            case Request.Look look -> outputs.add(new Output.Refuse(look.visit(), reason));
        }
    }

    private static boolean isFresh(Request request) {
        return request instanceof Request.Submit submit
                && submit.command() instanceof Command.Create create
                && !create.isIdClaimed();
    }
}
