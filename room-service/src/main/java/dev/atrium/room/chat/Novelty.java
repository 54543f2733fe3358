package dev.atrium.room.chat;

/// How certain it must be that a message, or operations, with a client's id are not a repetition, and how
/// far that was found out.
///
/// @param ever whether it must be new among all messages of its sender in the room; otherwise among those of the last
///     24 hours
/// @param upTo the store has no such message up to this sequence number; 0 if it was not asked
public record Novelty(boolean ever, long upTo) {

    /// For requests that may be repeated at any time.
    public static final Novelty EVER = new Novelty(true, 0);

    /// For those that are repeated soon or not at all, as clients on sockets do.
    public static final Novelty LAST_DAY = new Novelty(false, 0);

    Novelty upTo(long sequence) {
        return new Novelty(ever, sequence);
    }
}
