package dev.atrium.room.access;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import java.util.Locale;

/// What becomes of a [Wish].
public sealed interface Ruling {

    /// It becomes this event, if the log takes it.
    record Change(AccessChange event) implements Ruling {}

    /// It is so already.
    record Nothing() implements Ruling {}

    /// Nothing may be said, as if the room did not exist.
    record Hidden() implements Ruling {}

    /// @param detail safe to show to somebody who may read the room
    record Refused(ProblemType type, String detail) implements Ruling {

        /// For somebody whose role is not enough.
        public static Refused needs(Role needed) {
            return new Refused(
                    ProblemType.FORBIDDEN,
                    "This needs the role '" + needed.name().toLowerCase(Locale.ROOT) + "' in the room.");
        }

        static Refused conflict(String detail) {
            return new Refused(ProblemType.CONFLICT, detail);
        }
    }
}
