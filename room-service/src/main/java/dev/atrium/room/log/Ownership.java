package dev.atrium.room.log;

/// Where this node stands with a shard. The records are the states, their methods the only legal moves. Whether
/// the node is *assigned* the shard is another matter: that is for Kafka's group to say; who may write, the log says.
public sealed interface Ownership {

    /// The node does not own the shard and is not about to.
    record Idle() implements Ownership {}

    /// The node's claim is on its way into the log.
    record Opening(long epoch, String attempt) implements Ownership {

        Open counted() {
            return new Open(epoch, attempt, 0);
        }
    }

    /// The node's claim counts, and no later one was read.
    ///
    /// @param position of the next record that it writes in this epoch
    record Open(long epoch, String attempt, long position) implements Ownership {

        Open advanced() {
            return new Open(epoch, attempt, position + 1);
        }
    }
}
