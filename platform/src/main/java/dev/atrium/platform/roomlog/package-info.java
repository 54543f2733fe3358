/// The room log: topic `rooms.log`, one partition per shard, one writer per shard at a time (RM-2).
///
/// What counts is decided by the log alone, the same for every reader: see
/// [dev.atrium.platform.roomlog.RoomLogFilter].
@NullMarked
package dev.atrium.platform.roomlog;

import org.jspecify.annotations.NullMarked;
