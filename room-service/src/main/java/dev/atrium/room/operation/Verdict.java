package dev.atrium.room.operation;

import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.Problem.Fault;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.ObjectChange;
import java.util.List;

/// What becomes of operations that somebody wants to be applied together.
public sealed interface Verdict {

    /// @param changes what comes out of them, one a path; empty if all is so already
    record Accepted(List<ObjectChange> changes) implements Verdict {

        public Accepted {
            changes = List.copyOf(changes);
        }
    }

    /// @param detail safe to show
    /// @param fault where it is in the request
    record Refused(ProblemType type, String detail, Fault fault) implements Verdict {

        /// What the one who asked is told.
        public Problem problem() {
            return Problem.of(type, detail, List.of(fault));
        }

        /// @param what is wrong, as the end of a sentence
        static Refused at(ProblemType type, String pointer, String what) {
            return new Refused(type, "'" + pointer + "' " + what + ".", Fault.inBody(pointer, what));
        }

        /// @param present what is there instead
        static Refused at(ProblemType type, String pointer, String what, Object present) {
            return new Refused(type, "'" + pointer + "' " + what + ".", Fault.inBody(pointer, what, present));
        }
    }
}
