package dev.atrium.platform.roomlog;

/// A record of the room log.
public sealed interface RoomLogEntry {

    /// A node claims the shard.
    ///
    /// @param epoch higher than any that the node has seen, and than any that may have been lost
    /// @param node the claiming node, for operators
    /// @param attempt unique to this claim, by which the node knows it again
    record ShardOpened(long epoch, String node, String attempt) implements RoomLogEntry {}

    /// The owner of the epoch wrote an event.
    ///
    /// @param epoch the epoch that its writer owned
    /// @param position 0, 1, 2, … among the writer's records of this epoch
    record Written(long epoch, long position, RoomEvent event) implements RoomLogEntry {}

    /// The owner of the epoch wrote an event of a type that this version does not know. Readers skip it, but it counts
    /// for [RoomLogFilter] like any other.
    record Unknown(long epoch, long position) implements RoomLogEntry {}
}
