package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.log.LogBatch;
import dev.atrium.room.log.Ownership;
import dev.atrium.room.log.Reading;
import dev.atrium.room.log.ShardLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The rooms of one shard, at the node that is assigned it (RM-2). Deterministic: inputs are method calls, what they
/// cause is returned as [Output]s; no I/O, threads or clocks. Not thread-safe.
///
/// A command gets its sequence number from what the room predicts, is sent to the log, and is answered when it was read
/// back and counts. Whatever ends the ownership refuses all that is on its way; some of it may still come to count, and
/// is then known by its client's id when it is sent again.
final class Shard {

    private static final Decision.Refused NOT_OPEN = unavailable("This room is being taken over. Try again soon.");
    private static final Decision.Refused UNCERTAIN =
            unavailable("It is not known whether this was done. Send it again with the same client id.");
    private static final Decision.Refused OVERLOADED = unavailable("Too much is on its way. Try again later.");
    private static final Decision.Refused UNTOLD =
            unavailable("Whether this was sent before cannot be found out at the moment.");
    private static final Decision.Refused UNREADABLE = unavailable("The room cannot be read at the moment.");

    /// An event that this node sent in its present epoch; they come back in the order in which they were sent.
    private record Pending(Slot slot, long sequence) {}

    private final ShardLog log;
    private final Limits limits;
    private final Backlog backlog;
    private final Slots slots;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private List<Output> outputs = new ArrayList<>();
    private int waiting;
    private boolean serving;
    private boolean draining;
    private boolean halted;

    Shard(ShardLog log, Position from, Limits limits) {
        this.log = log;
        this.backlog = new Backlog(from);
        this.limits = limits;
        this.slots = new Slots(limits);
    }

    /// Claims the shard.
    List<Output> open() {
        claim();
        return drain();
    }

    /// Claims the shard again, unless it is open or about to be.
    List<Output> retry() {
        if (!halted && log.ownership() instanceof Ownership.Idle) {
            claim();
        }
        return drain();
    }

    /// The log goes on with these records.
    List<Output> read(LogBatch batch, Instant now) {
        for (LogBatch.Entry entry : batch.entries()) {
            if (halted) {
                return drain();
            }
            read(entry, now);
        }
        if (!halted) {
            backlog.read(log.position(batch.next()));
        }
        return drain();
    }

    /// Something sent for this attempt did not reach the log, or may not have.
    List<Output> failed(String attempt) {
        if (log.failed(attempt)) {
            interrupt("the log did not take a record");
        }
        return drain();
    }

    List<Output> submit(RoomKey key, Request.Submit submit, Instant now) {
        Optional<Decision.Refused> refusal = refusal();
        if (refusal.isPresent()) {
            refuse(submit, refusal.get());
        } else {
            serve(key, submit, now);
        }
        return drain();
    }

    List<Output> look(RoomKey key, Request.Look look, Instant now) {
        if (!serving) {
            refuse(look, NOT_OPEN);
        } else if (waiting >= limits.pending()) {
            refuse(look, OVERLOADED);
        } else {
            serve(key, look, now);
        }
        return drain();
    }

    /// The store has the room like this, or not at all.
    List<Output> loaded(RoomKey key, Optional<RoomSnapshot> snapshot, Instant now) {
        Slot slot = slots.find(key);
        if (slot == null || !slot.loading) {
            return drain();
        }
        slot.loading = false;
        Room room = snapshot.map(Room::of).orElseGet(() -> Room.absent(key));
        long stored = room.sequence();
        if (slot.enter(room)) {
            takeWaiting(slot).forEach(request -> serve(slot, room, request, now));
            slots.forgetIfEmpty(slot);
        } else {
            outputs.add(new Output.Broken(
                    "events between the store and the log are missing: room=" + key.room() + " stored=" + stored));
            refuseWaiting(slot, UNREADABLE);
        }
        return drain();
    }

    /// The store could not be read.
    List<Output> loadFailed(RoomKey key) {
        Slot slot = slots.find(key);
        if (slot != null && slot.loading) {
            slot.loading = false;
            refuseWaiting(slot, UNREADABLE);
            slots.forgetIfEmpty(slot);
        }
        return drain();
    }

    /// The store has this as the first message with the client's id in question, or none up to the number in question.
    List<Output> told(Decision.AskStore question, Optional<RoomEvent.MessagePosted> first, Instant now) {
        goOn(
                question,
                now,
                asked -> first.ifPresentOrElse(
                        message -> answer(asked, new Outcome.Repeated(message)),
                        () -> serve(question.room(), asked.afterAsking(question), now)));
        return drain();
    }

    /// The store could not be asked.
    List<Output> askFailed(Decision.AskStore question, Instant now) {
        goOn(question, now, asked -> refuse(asked, UNTOLD));
        return drain();
    }

    /// What should be checkpointed next.
    List<RoomEvent> unstored(int limit) {
        return backlog.oldest(limit);
    }

    /// As many of the oldest events as this are checkpointed.
    void stored(int count) {
        for (int i = 0; i < count; i++) {
            RoomEvent event = backlog.storedOldest();
            Slot slot = slots.find(RoomKey.of(event));
            if (slot != null) {
                slot.stored(event);
                slots.forgetIfEmpty(slot);
            }
        }
    }

    /// Up to where everything is checkpointed.
    Position checkpointed() {
        return backlog.stored();
    }

    int backlogSize() {
        return backlog.size();
    }

    /// Whether reading should pause: commands were refused before, so this happens while the shard is opened.
    boolean isBehind() {
        return backlog.size() >= 2 * limits.backlogRecords() || backlog.sizeBytes() >= 2 * limits.backlogBytes();
    }

    boolean isOpen() {
        return log.ownership() instanceof Ownership.Open;
    }

    /// Takes no new commands from now on; those on their way are still answered.
    void drainCommands() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /// Whether nothing is on its way any more.
    boolean isQuiet() {
        return pending.isEmpty();
    }

    /// Drops rooms that nobody has used for long; where they take too much memory, those used least recently.
    ///
    /// @param isHeard whether a room has listeners
    void evict(Instant now, Predicate<RoomKey> isHeard) {
        slots.evict(now, isHeard);
    }

    /// The shard is no longer this node's: refuses everything.
    List<Output> close() {
        halted = true;
        serving = false;
        log.release();
        refusePending();
        for (Slot slot : slots.all()) {
            refuseWaiting(slot, NOT_OPEN);
            slot.takeAllAsking().forEach(submit -> refuse(submit, NOT_OPEN));
        }
        waiting = 0;
        return drain();
    }

    private void claim() {
        RoomLogEntry.ShardOpened claim = log.claim();
        outputs.add(new Output.Produce(claim, claim.attempt(), null));
    }

    private void read(LogBatch.Entry record, Instant now) {
        Reading reading = log.read(record.entry());
        switch (reading) {
            case Reading.Nothing _ -> {
                // It moves the position, and nothing else.
            }
            case Reading.Opened _ -> opened();
            case Reading.TooLow _ -> claim();
            case Reading.Deposed _ -> interrupt("another node claims the shard");
            case Reading.Torn _ -> interrupt("a record is lost");
            case Reading.Unreadable _ -> halt("an event that only a newer version knows");
            case Reading.Unclaimed _ -> halt("a record before any claim: the beginning of the log is missing");
            case Reading.Counted counted -> {
                backlog.add(counted.event(), log.position(record.offset() + 1));
                counted(counted.event(), counted.own(), now);
            }
        }
    }

    private void opened() {
        serving = true;
        if (log.ownership() instanceof Ownership.Open open) {
            outputs.add(new Output.Opened(open.epoch()));
        }
    }

    private void interrupt(String reason) {
        refusePending();
        outputs.add(new Output.Interrupted(reason));
    }

    private void halt(String reason) {
        outputs.add(new Output.Broken("this node cannot own the shard: " + reason));
        halted = true;
        log.release();
        refusePending();
    }

    private void counted(RoomEvent event, boolean own, Instant now) {
        Slot slot = slots.use(RoomKey.of(event), now);
        if (slot.counted(event)) {
            outputs.add(new Output.Publish(event));
        }
        if (own) {
            answer(slot, event);
        }
    }

    private void answer(Slot slot, RoomEvent event) {
        Pending due = pending.pollFirst();
        if (due == null || due.slot() != slot || due.sequence() != event.sequence()) {
            throw new IllegalStateException(
                    "event " + event.sequence() + " of room " + event.room() + " came back where it is not due");
        }
        slot.takeReplies(event.sequence())
                .forEach(reply -> outputs.add(new Output.Answer(reply, new Outcome.Done(event))));
    }

    private void serve(RoomKey key, Request request, Instant now) {
        Slot slot = slots.use(key, now);
        if (slot.room == null && isCreation(request) && !slot.hasTail()) {
            // Its id was made for it just now: there is nothing to load.
            slot.room = Room.absent(key);
        }
        if (slot.room != null) {
            serve(slot, slot.room, request, now);
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
                Optional<Decision.Refused> refusal = refusal();
                if (refusal.isPresent()) {
                    refuse(submit, refusal.get());
                } else {
                    decide(slot, room, submit, now);
                }
            }
        }
    }

    private void decide(Slot slot, Room room, Request.Submit submit, Instant now) {
        String subject = submit.command().author().subject();
        if (slot.isAsking(subject)) {
            ask(slot, subject, submit);
            return;
        }
        switch (room.handle(submit.command(), now)) {
            case Decision.Append append -> append(slot, append.event(), submit);
            case Decision.OnItsWay onItsWay -> slot.await(onItsWay.sequence(), submit.reply());
            case Decision.Repeated repeated -> answer(submit, new Outcome.Repeated(repeated.first()));
            case Decision.AskStore question -> {
                ask(slot, subject, submit);
                outputs.add(new Output.Ask(question));
            }
            case Decision.Refused refused -> refuse(submit, refused);
        }
    }

    private void ask(Slot slot, String subject, Request.Submit submit) {
        slot.ask(subject, submit);
        waiting++;
    }

    /// The question about a message is settled: what its sender sent after it goes on, too.
    private void goOn(Decision.AskStore question, Instant now, Consumer<Request.Submit> settle) {
        Slot slot = slots.find(question.room());
        if (slot == null) {
            return;
        }
        List<Request.Submit> submits = slot.takeAsking(question.subject());
        waiting -= submits.size();
        submits.stream().limit(1).forEach(settle);
        submits.stream().skip(1).forEach(submit -> serve(question.room(), submit, now));
    }

    private void append(Slot slot, RoomEvent event, Request.Submit submit) {
        RoomLogEntry.Written written = log.write(event);
        if (!(log.ownership() instanceof Ownership.Open open)) {
            throw new IllegalStateException("written while not open");
        }
        pending.addLast(new Pending(slot, event.sequence()));
        slot.await(event.sequence(), submit.reply());
        outputs.add(new Output.Produce(written, open.attempt(), submit.traceparent()));
    }

    /// Why no command is taken now.
    private Optional<Decision.Refused> refusal() {
        if (!isOpen() || draining) {
            return Optional.of(NOT_OPEN);
        }
        boolean full = pending.size() >= limits.pending()
                || waiting >= limits.pending()
                || backlog.size() >= limits.backlogRecords()
                || backlog.sizeBytes() >= limits.backlogBytes();
        return full ? Optional.of(OVERLOADED) : Optional.empty();
    }

    private void refusePending() {
        for (Pending lost : pending) {
            Slot slot = lost.slot();
            slot.takeReplies(lost.sequence())
                    .forEach(reply -> outputs.add(new Output.Answer(reply, new Outcome.Refused(UNCERTAIN))));
            slot.forgetPredictions();
            slots.forgetIfEmpty(slot);
        }
        pending.clear();
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

    private void refuse(Request request, Decision.Refused reason) {
        switch (request) {
            case Request.Submit submit -> answer(submit, new Outcome.Refused(reason));
            case Request.Look look -> outputs.add(new Output.Refuse(look.visit(), reason));
        }
    }

    private List<Output> drain() {
        List<Output> result = outputs;
        outputs = new ArrayList<>();
        return result;
    }

    private static boolean isCreation(Request request) {
        return request instanceof Request.Submit submit && submit.command() instanceof Command.Create;
    }

    private static Decision.Refused unavailable(String detail) {
        return new Decision.Refused(ProblemType.UNAVAILABLE, detail);
    }
}
