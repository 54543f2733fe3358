package dev.atrium.room.log;

import dev.atrium.platform.roomlog.RoomEvent;

/// What a record of the log means for this node.
public sealed interface Reading {

    /// This node's claim counts: it owns the shard and knows all that counted before.
    record Opened() implements Reading {}

    /// This node's claim came too late to count: it must be repeated, higher.
    record TooLow() implements Reading {}

    /// Another node's claim ended this node's ownership.
    record Deposed() implements Reading {}

    /// A record that this node sent in its epoch does not count, because one before it was lost.
    record Torn() implements Reading {}

    /// An event counts.
    ///
    /// @param own whether this node wrote it in its present epoch
    record Counted(RoomEvent event, boolean own) implements Reading {}

    /// An event counts that this version does not know: it cannot be the shard's owner.
    record Unreadable() implements Reading {}

    /// A record before any claim, which cannot count: the log has lost its beginning, or the reader its place.
    record Unclaimed() implements Reading {}

    /// Nothing for this node.
    record Nothing() implements Reading {}
}
