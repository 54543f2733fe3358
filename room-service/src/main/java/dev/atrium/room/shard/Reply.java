package dev.atrium.room.shard;

/// Takes the outcome of a command, exactly once. Called on the shard's event loop, or at once by the caller's thread if
/// the shard is not here. Must not block.
@FunctionalInterface
public interface Reply {

    void on(Outcome outcome);
}
