package dev.atrium.platform.follow;

/// Where a reader of one partition goes on.
///
/// @param offset of the next record to read
/// @param epoch current epoch of the room log's filter; 0 for other topics
/// @param next next position of the room log's filter; 0 for other topics
public record Position(long offset, long epoch, long next) {

    /// The beginning of a partition.
    public static final Position START = new Position(0, 0, 0);

    /// Where the partition ends when its reader comes; not for the room log, of which nothing counts
    /// without what was before.
    public static final Position END = new Position(-1, 0, 0);
}
