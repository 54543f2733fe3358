package dev.atrium.jobs.restore;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// How far a restore has come.
///
/// @param offset in the archive, where an entry begins
/// @param room that is being brought back; null between two
/// @param done whether the archive's end is reached
record Position(long offset, @Nullable RoomAt room, Tally tally, boolean done) {

    static final Position START = new Position(0, null, Tally.NOTHING, false);

    /// @param id that the room has now
    /// @param head what the archive says of it
    /// @param last how many of its places are taken
    /// @param archivedLast whether its events said last that it is only read
    record RoomAt(String id, JsonNode head, long last, boolean archivedLast) {

        /// Backups did not always say that of the room itself.
        boolean archived() {
            return head.path("archived").asBoolean(archivedLast);
        }
    }

    Position at(long newOffset) {
        return new Position(newOffset, room, tally, done);
    }

    Position with(@Nullable RoomAt newRoom, Tally newTally) {
        return new Position(offset, newRoom, newTally, done);
    }

    Position end() {
        return new Position(offset, null, tally, true);
    }
}
