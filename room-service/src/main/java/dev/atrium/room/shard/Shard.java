package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.PastIds;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.log.LogBatch;
import dev.atrium.room.log.Ownership;
import dev.atrium.room.log.Reading;
import dev.atrium.room.log.ShardLog;
import dev.atrium.room.operation.Surroundings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/// The rooms of one shard, at the node that is assigned it (RM-2). Deterministic: inputs are method calls, what they
/// cause is returned as [Output]s; no I/O, threads or clocks. Not thread-safe.
///
/// A command gets its sequence number from what the room predicts, is sent to the log, and is answered when it was read
/// back and counts. Whatever ends the ownership refuses all that is on its way; some of it may still come to count, and
/// is then known by its client's id when it is sent again.
final class Shard {

    private final ShardLog log;
    private final Limits limits;
    private final Backlog backlog;
    private final Outputs outputs = new Outputs();
    private final Serving rooms;
    /// Whether the rooms' present state is known here.
    private boolean known;
    private boolean draining;
    private boolean halted;

    /// A shard in whose rooms nobody holds a lock, on a node with memory enough.
    Shard(ShardLog log, Position from, Limits limits) {
        this(log, from, limits, _ -> Surroundings.PLAIN, () -> false);
    }

    /// @param surroundings of a room at the moment of a decision
    /// @param nodeIsFull whether the rooms of all shards of the node take as much memory as they may
    Shard(
            ShardLog log,
            Position from,
            Limits limits,
            Function<RoomKey, Surroundings> surroundings,
            BooleanSupplier nodeIsFull) {
        this.log = log;
        this.backlog = new Backlog(from);
        this.limits = limits;
        this.rooms = new Serving(log, limits, outputs, this::refusal, surroundings, nodeIsFull);
    }

    /// Claims the shard.
    List<Output> open() {
        claim();
        return outputs.drain();
    }

    /// Claims the shard again, unless it is open or about to be.
    List<Output> retry() {
        if (!halted && log.ownership() instanceof Ownership.Idle) {
            claim();
        }
        return outputs.drain();
    }

    /// The log goes on with these records.
    List<Output> read(LogBatch batch, Instant now) {
        for (LogBatch.Entry entry : batch.entries()) {
            if (halted) {
                return outputs.drain();
            }
            read(entry, now);
        }
        if (!halted) {
            backlog.read(log.position(batch.next()));
        }
        return outputs.drain();
    }

    /// Something sent for this attempt did not reach the log, or may not have.
    List<Output> failed(String attempt) {
        if (log.failed(attempt)) {
            interrupt("the log did not take a record");
        }
        return outputs.drain();
    }

    List<Output> submit(RoomKey key, Request.Submit submit, Instant now) {
        Optional<Decision.Refused> refusal = refusal();
        if (refusal.isPresent()) {
            rooms.refuse(submit, refusal.get());
        } else {
            rooms.serve(key, submit, now);
        }
        return outputs.drain();
    }

    List<Output> look(RoomKey key, Request.Look look, Instant now) {
        if (!known) {
            rooms.refuse(look, Refusals.NOT_OPEN);
        } else if (rooms.waiting() >= limits.pending()) {
            rooms.refuse(look, Refusals.OVERLOADED);
        } else {
            rooms.serve(key, look, now);
        }
        return outputs.drain();
    }

    /// The store has the room like this, or not at all.
    List<Output> loaded(RoomKey key, Optional<RoomSnapshot> snapshot, Instant now) {
        rooms.loaded(key, snapshot, now);
        return outputs.drain();
    }

    /// Whether a room still waits for its client ids up to this sequence number.
    boolean lacksIds(RoomKey key, long upTo) {
        return rooms.lacksIds(key, upTo);
    }

    /// The store has these client ids of a room, up to this sequence number.
    void idsLoaded(RoomKey key, long upTo, PastIds ids) {
        rooms.idsLoaded(key, upTo, ids);
    }

    /// The store could not be read.
    List<Output> loadFailed(RoomKey key) {
        rooms.loadFailed(key, Refusals.UNREADABLE);
        return outputs.drain();
    }

    /// The node has no memory for the room, which was not read.
    List<Output> hasNoMemoryFor(RoomKey key) {
        rooms.loadFailed(key, Refusals.NO_MEMORY);
        return outputs.drain();
    }

    /// The store has this as the message in question, or none up to the number in question.
    List<Output> told(Decision.Question question, Optional<Message> found, Instant now) {
        rooms.told(question, found, now);
        return outputs.drain();
    }

    /// As [#told], for operations: the store has them at this sequence number, or not.
    List<Output> toldApplied(Decision.AskApplied question, OptionalLong applied, Instant now) {
        rooms.toldApplied(question, applied, now);
        return outputs.drain();
    }

    /// The store could not be asked.
    List<Output> askFailed(Decision.Question question, Instant now) {
        rooms.askFailed(question, now);
        return outputs.drain();
    }

    /// What should be checkpointed next.
    List<RoomEvent> unstored(int limit) {
        return backlog.oldest(limit);
    }

    /// As many of the oldest events as this are checkpointed.
    void stored(int count) {
        for (int i = 0; i < count; i++) {
            rooms.stored(backlog.storedOldest());
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

    /// What the rooms cost in memory, roughly, as of the last tick, with those that were loaded since.
    long sizeBytes() {
        return rooms.sizeBytes();
    }

    boolean isOpen() {
        return log.ownership() instanceof Ownership.Open;
    }

    /// Some time has passed: to be called about once a second.
    List<Output> tick(Instant now) {
        rooms.measure();
        if (isOpen()) {
            rooms.collect(now, draining);
        }
        return outputs.drain();
    }

    /// Takes no new commands from now on; those on their way are still answered.
    List<Output> drainCommands(Instant now) {
        draining = true;
        return tick(now);
    }

    boolean isDraining() {
        return draining;
    }

    /// Whether nothing is on its way any more.
    boolean isQuiet() {
        return rooms.pending() == 0 && !rooms.isCollecting();
    }

    /// Drops rooms that nobody has used for long; where they take too much memory, those used least recently.
    ///
    /// @param isHeard whether a room has listeners
    void evict(Instant now, Predicate<RoomKey> isHeard) {
        rooms.evict(now, isHeard);
    }

    /// Whether [#evict] would drop something.
    boolean hasUnneeded(Instant now, Predicate<RoomKey> isHeard) {
        return rooms.hasUnneeded(now, isHeard);
    }

    /// The shard is no longer this node's: refuses everything.
    List<Output> close() {
        halted = true;
        known = false;
        log.release();
        rooms.refusePending();
        rooms.refuseWaiting(Refusals.NOT_OPEN);
        return outputs.drain();
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
                rooms.counted(counted.event(), counted.own(), now);
            }
        }
    }

    private void opened() {
        known = true;
        if (log.ownership() instanceof Ownership.Open open) {
            outputs.add(new Output.Opened(open.epoch()));
        }
    }

    private void interrupt(String reason) {
        rooms.refusePending();
        outputs.add(new Output.Interrupted(reason));
    }

    private void halt(String reason) {
        halted = true;
        log.release();
        rooms.refusePending();
        outputs.add(new Output.Halted(reason));
    }

    /// Why no command is taken now.
    private Optional<Decision.Refused> refusal() {
        if (!isOpen() || draining) {
            return Optional.of(Refusals.NOT_OPEN);
        }
        boolean full = rooms.pending() >= limits.pending()
                || rooms.pendingBytes() >= limits.pendingBytes()
                || rooms.waiting() >= limits.pending()
                || backlog.size() >= limits.backlogRecords()
                || backlog.sizeBytes() >= limits.backlogBytes();
        return full ? Optional.of(Refusals.OVERLOADED) : Optional.empty();
    }
}
