package dev.atrium.room.log;

import dev.atrium.platform.follow.Position;
import java.util.concurrent.CompletionStage;

/// What this node does with a shard that it is assigned. Its methods are called by the thread that reads the log, and
/// return at once.
public interface ShardOwner {

    /// Makes the owner of each shard that this node is assigned.
    interface Factory {

        /// Called once before this node joins the group: what takes long at first is to be done now. May block.
        void prepare();

        /// @param from where the log is read from
        ShardOwner assigned(int shard, Position from);

        /// How many shards there are. Called before the first assignment.
        void shards(int count);
    }

    /// The log goes on with these records.
    void read(LogBatch batch);

    /// Whether so much was read and not worked off yet that reading should pause.
    boolean isBehind();

    /// Whether this node serves the shard.
    boolean isOpen();

    /// Whether this node cannot serve the shard, though perhaps another can.
    boolean isShut();

    /// Up to where everything is checkpointed.
    Position checkpointed();

    /// The shard will go to another node: write the checkpoint.
    ///
    /// @return completes when all is written; then [#checkpointed] says so
    CompletionStage<Void> release();

    /// The shard is another node's: stop.
    void lost();
}
