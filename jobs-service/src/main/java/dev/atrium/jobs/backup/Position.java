package dev.atrium.jobs.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a backup has been collected.
///
/// @param cursor id of the last room or file; null before the first
/// @param room that is being collected; null between two
/// @param file the same
/// @param indexed how many segments' parts are in the manifest
/// @param manifests entries that list parts
record Position(
        Phase phase,
        @Nullable String cursor,
        @Nullable RoomAt room,
        @Nullable FileAt file,
        int indexed,
        List<Part> manifests,
        Format.Counts counts) {

    enum Phase {
        HEAD(0),
        ROOMS(1),
        FILES(2),
        MANIFEST(3),
        DONE(4);

        private final int number;

        Phase(int number) {
            this.number = number;
        }

        /// How many phases are before it.
        int number() {
            return number;
        }
    }

    /// @param upTo the room's last sequence number when it was begun
    /// @param after the last sequence number that was looked at
    /// @param part the number of the next part
    record RoomAt(String id, long upTo, long after, int part) {}

    /// @param offset how much of the content is collected
    record FileAt(String id, long sizeBytes, long offset) {}

    static final Position START = new Position(Phase.HEAD, null, null, null, 0, List.of(), Format.Counts.NOTHING);

    Position {
        manifests = List.copyOf(manifests);
    }

    Position phase(Phase next) {
        return new Position(next, null, null, null, indexed, manifests, counts);
    }

    Position inRoom(@Nullable RoomAt next, Format.Counts now) {
        return new Position(phase, cursor, next, null, indexed, manifests, now);
    }

    Position inFile(@Nullable FileAt next, Format.Counts now) {
        return new Position(phase, cursor, null, next, indexed, manifests, now);
    }

    Position behind(String item) {
        return new Position(phase, item, null, null, indexed, manifests, counts);
    }

    Position listed(int segments, List<Part> all) {
        return new Position(phase, cursor, room, file, segments, all, counts);
    }
}
