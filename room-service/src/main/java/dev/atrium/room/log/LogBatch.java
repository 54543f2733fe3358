package dev.atrium.room.log;

import dev.atrium.platform.roomlog.RoomLogEntry;
import java.util.List;

/// Records of one shard in the order of the log. A record that cannot be decoded is not among them; it never counts.
///
/// @param next offset at which reading goes on
public record LogBatch(List<Entry> entries, long next) {

    /// One record and its offset.
    public record Entry(long offset, RoomLogEntry entry) {}

    public LogBatch {
        entries = List.copyOf(entries);
    }
}
