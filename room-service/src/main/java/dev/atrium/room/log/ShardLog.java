package dev.atrium.room.log;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.roomlog.RoomLogFilter;
import java.time.InstantSource;
import java.util.function.Supplier;

/// One node's part in the protocol of one shard (RM-2): reads every record of the partition, claims, and writes.
///
/// Rules beyond [RoomLogFilter]'s: the owner writes only after it has read its own claim and the claim counted; a write
/// is done only when it was read back and counted; after any failure the owner claims anew, with a higher epoch and a
/// new attempt. Deterministic, without I/O; not thread-safe.
public final class ShardLog {

    private static final Ownership IDLE = new Ownership.Idle();
    private static final Reading NOTHING = new Reading.Nothing();

    private final RoomLogFilter filter;
    private final String node;
    private final Supplier<String> attempts;
    private final InstantSource clock;
    private Ownership ownership = IDLE;

    /// @param from where reading starts, with the filter's two numbers there
    /// @param attempts gives ids that no claim had before, in this or any other life of the node
    /// @param clock by which epochs rise, too
    public ShardLog(Position from, String node, Supplier<String> attempts, InstantSource clock) {
        this.filter = new RoomLogFilter(from.epoch(), from.next());
        this.node = node;
        this.attempts = attempts;
        this.clock = clock;
    }

    public Ownership ownership() {
        return ownership;
    }

    /// Makes a claim, higher than all that was read; replaces an earlier one.
    ///
    /// Its epoch is no less than the seconds of the clock, so that it is also higher than claims that the log
    /// has lost, as in a power cut: who has read those would take what is written under the same epoch for
    /// what was written then. A clock that is behind does not lower it.
    public RoomLogEntry.ShardOpened claim() {
        Ownership.Opening opening = new Ownership.Opening(
                Math.max(filter.epoch() + 1, clock.instant().getEpochSecond()), attempts.get());
        ownership = opening;
        return new RoomLogEntry.ShardOpened(opening.epoch(), node, opening.attempt());
    }

    /// Makes the next record of this node's epoch. The caller must send it before any later one.
    ///
    /// @throws IllegalStateException if the shard is not open
    public RoomLogEntry.Written write(RoomEvent event) {
        if (!(ownership instanceof Ownership.Open open)) {
            throw new IllegalStateException("the shard is not open");
        }
        ownership = open.advanced();
        return new RoomLogEntry.Written(open.epoch(), open.position(), event);
    }

    /// What the next record of the partition means; must be called for each, in order.
    public Reading read(RoomLogEntry entry) {
        if (filter.isUnclaimed(entry)) {
            return new Reading.Unclaimed();
        }
        boolean counts = filter.counts(entry);
        return switch (entry) {
            case RoomLogEntry.ShardOpened claim -> claimed(claim, counts);
            case RoomLogEntry.Written written ->
                counts
                        ? new Reading.Counted(written.event(), isOwn(written.epoch()))
                        : torn(written.epoch(), written.position());
            case RoomLogEntry.Unknown unknown -> counts ? new Reading.Unreadable() : NOTHING;
        };
    }

    /// Something that was sent since a claim did not reach the log, or may not have.
    ///
    /// @param attempt of the claim, or of the ownership that followed from it
    /// @return false if that is over anyway
    public boolean failed(String attempt) {
        String present = switch (ownership) {
            case Ownership.Idle _ -> "";
            case Ownership.Opening opening -> opening.attempt();
            case Ownership.Open open -> open.attempt();
        };
        if (!present.equals(attempt)) {
            return false;
        }
        ownership = IDLE;
        return true;
    }

    /// Gives the shard up.
    public void release() {
        ownership = IDLE;
    }

    /// Where reading would go on after the record at this offset, with the filter's numbers of now.
    ///
    /// @param offset of the next record
    public Position position(long offset) {
        return new Position(offset, filter.epoch(), filter.next());
    }

    private Reading claimed(RoomLogEntry.ShardOpened claim, boolean counts) {
        return switch (ownership) {
            case Ownership.Opening opening
            when opening.attempt().equals(claim.attempt()) -> {
                ownership = counts ? opening.counted() : IDLE;
                yield counts ? new Reading.Opened() : new Reading.TooLow();
            }
            case Ownership.Open _
            when counts -> {
                ownership = IDLE;
                yield new Reading.Deposed();
            }
            case Ownership.Idle _, Ownership.Opening _, Ownership.Open _ -> NOTHING;
        };
    }

    /// A repetition of a record that counted means nothing; a record ahead of the next position means that one is lost.
    private Reading torn(long epoch, long position) {
        if (!isOwn(epoch) || position < filter.next()) {
            return NOTHING;
        }
        ownership = IDLE;
        return new Reading.Torn();
    }

    private boolean isOwn(long epoch) {
        return ownership instanceof Ownership.Open open && open.epoch() == epoch;
    }
}
