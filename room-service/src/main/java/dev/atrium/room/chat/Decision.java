package dev.atrium.room.chat;

import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.access.Ruling;
import java.util.List;

/// What a room decides about a [Command].
public sealed interface Decision {

    /// It becomes this event, if the log takes it.
    record Append(RoomEvent event) implements Decision {}

    /// It was sent before and is on its way into the log, at this sequence number.
    record OnItsWay(long sequence) implements Decision {}

    /// Nothing is left to do: it was sent before, or is so already. The message as it is now.
    record Repeated(Message message) implements Decision {}

    /// Operations with the same id came to count before, at this sequence number.
    record Applied(long sequence) implements Decision {}
    /// It waits with others for [Room#collect], which makes one event of them.
    ///
    /// @param full whether that should be soon
    record Collected(boolean full) implements Decision {}

    /// There is nothing new in it.
    record Nothing() implements Decision {}

    /// Memory cannot decide: the store must be asked.
    sealed interface Question extends Decision {

        RoomKey room();

        /// Whose command it is: what they want after it waits.
        String subject();

        /// The room's last sequence number: of what comes later, the store's answer may say nothing.
        long upTo();
    }

    /// Was it sent before?
    record AskStore(RoomKey room, String subject, String clientId, long upTo) implements Question {}

    /// Were operations with this id applied before?
    record AskApplied(RoomKey room, String subject, String clientId, long upTo) implements Question {}

    /// What is this message?
    ///
    /// @param unstored what the store may not know yet of it
    record Recall(RoomKey room, String subject, String message, long upTo, Unstored unstored) implements Question {}

    /// @param detail safe to show
    /// @param faults where it is in the request; empty if that is of no use
    record Refused(ProblemType type, String detail, List<Problem.Fault> faults) implements Decision {

        /// For somebody whose role in the room is not enough.
        public static Refused needs(Role needed) {
            return of(Ruling.Refused.needs(needed));
        }

        static Refused of(Ruling.Refused refusal) {
            return new Refused(refusal.type(), refusal.detail());
        }

        /// The answer for what does not exist and for what may not be known to exist.
        public static final Refused NOT_FOUND =
                new Refused(ProblemType.NOT_FOUND, "There is nothing at this address that you may read.");

        public Refused {
            faults = List.copyOf(faults);
        }

        public Refused(ProblemType type, String detail) {
            this(type, detail, List.of());
        }

        /// What the one who asked is told.
        public Problem problem() {
            return Problem.of(type, detail, faults);
        }
    }
}
