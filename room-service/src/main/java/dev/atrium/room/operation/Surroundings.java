package dev.atrium.room.operation;

/// What a room does not know itself, and its decisions depend on.
///
/// @param locks who holds which lock of the room now
/// @param resolvers how conflicts may be resolved
public record Surroundings(HeldLocks locks, ConflictResolvers resolvers) {

    /// Nobody holds a lock, and nothing was added to what is built in.
    public static final Surroundings PLAIN = new Surroundings(HeldLocks.NONE, ConflictResolvers.BUILT_IN);
}
