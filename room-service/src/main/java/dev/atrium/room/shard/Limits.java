package dev.atrium.room.shard;

import java.time.Duration;

/// Bounds of one shard.
///
/// @param pending most commands on their way into the log, and most that wait for rooms to be loaded
/// @param roomPending most requests of one room that are on their way or wait, so that a hot room leaves something to
///     the others of its shard
/// @param pendingBytes most bytes of events on their way into the log, roughly; one room has at most half of them
/// @param backlogRecords most events that are not checkpointed, before commands are refused
/// @param backlogBytes most bytes of such events, roughly
/// @param memoryBytes most bytes of rooms that nobody needs at the moment, roughly
/// @param idle how long such a room stays in memory
record Limits(
        int pending,
        int roomPending,
        long pendingBytes,
        int backlogRecords,
        long backlogBytes,
        long memoryBytes,
        Duration idle) {

    /// Most bytes of one room's events on their way into the log.
    long roomPendingBytes() {
        return pendingBytes / 2;
    }
}
