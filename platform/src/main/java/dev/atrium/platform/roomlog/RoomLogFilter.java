package dev.atrium.platform.roomlog;

/// Decides which records of one partition count. Every reader of the log uses it, so all agree (RM-2):
///
///  * a [RoomLogEntry.ShardOpened] counts if its epoch is higher than the current one, which it replaces;
///  * any other record counts if its epoch is the current one and its position is the next one; before the first
///    `ShardOpened` there is no current one, and nothing counts.
///
/// Hence a deposed owner can write but is not believed, and behind a record that was lost nothing of its epoch counts.
/// A reader that does not start at the beginning keeps [#epoch] and [#next] together with its offset. Not thread-safe.
public final class RoomLogFilter {

    private long epoch;
    private long next;
    /// Whether no claim counted since the two numbers were given.
    private boolean goesOn;

    /// For a reader that starts at the beginning of the partition.
    public RoomLogFilter() {
        this(0, 0);
    }

    /// For a reader that goes on where it kept these two numbers.
    ///
    /// @throws IllegalArgumentException if they are not those of a filter
    public RoomLogFilter(long epoch, long next) {
        if (epoch < 0 || next < 0 || (epoch == 0 && next > 0)) {
            throw new IllegalArgumentException("not a filter's numbers: epoch=" + epoch + " next=" + next);
        }
        this.epoch = epoch;
        this.next = next;
        this.goesOn = epoch > 0;
    }

    /// Whether the entry counts; must be asked for each entry of the partition, in order.
    public boolean counts(RoomLogEntry entry) {
        return switch (entry) {
            case RoomLogEntry.ShardOpened opened -> opened(opened.epoch());
            case RoomLogEntry.Written written -> written(written.epoch(), written.position());
            case RoomLogEntry.Unknown unknown -> written(unknown.epoch(), unknown.position());
        };
    }

    /// Whether the entry stands before the first claim. No owner writes such a record: the log has lost its beginning,
    /// or the reader its place.
    public boolean isUnclaimed(RoomLogEntry entry) {
        return epoch == 0 && !(entry instanceof RoomLogEntry.ShardOpened);
    }

    /// Whether the entry tells that this is not the log in which the two numbers were kept: no intact log
    /// goes on with a record whose claim was not read, or with a position that was given already. Nothing
    /// is told at the log's beginning, and once a claim counts: what is missing then is missing in the log.
    public boolean contradicts(RoomLogEntry entry) {
        return switch (entry) {
            case RoomLogEntry.ShardOpened _ -> false;
            case RoomLogEntry.Written written -> contradicts(written.epoch(), written.position());
            case RoomLogEntry.Unknown unknown -> contradicts(unknown.epoch(), unknown.position());
        };
    }

    /// Whether the entry may be among those that were read up to where the two numbers were kept. Before
    /// the first claim anything may.
    public boolean mayHaveRead(RoomLogEntry entry) {
        long itsEpoch = switch (entry) {
            case RoomLogEntry.ShardOpened opened -> opened.epoch();
            case RoomLogEntry.Written written -> written.epoch();
            case RoomLogEntry.Unknown unknown -> unknown.epoch();
        };
        return epoch == 0 || itsEpoch <= epoch;
    }

    /// The current epoch; 0 before the first.
    public long epoch() {
        return epoch;
    }

    /// The position that the next record of the current epoch must have.
    public long next() {
        return next;
    }

    private boolean opened(long newEpoch) {
        if (newEpoch <= epoch) {
            return false;
        }
        epoch = newEpoch;
        next = 0;
        goesOn = false;
        return true;
    }

    private boolean contradicts(long itsEpoch, long itsPosition) {
        return goesOn && (itsEpoch > epoch || (itsEpoch == epoch && itsPosition < next));
    }

    private boolean written(long itsEpoch, long itsPosition) {
        if (epoch == 0 || itsEpoch != epoch || itsPosition != next) {
            return false;
        }
        next++;
        return true;
    }
}
