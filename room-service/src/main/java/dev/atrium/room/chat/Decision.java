package dev.atrium.room.chat;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;

/// What a room decides about a [Command].
public sealed interface Decision {

    /// It becomes this event, if the log takes it.
    record Append(RoomEvent event) implements Decision {}

    /// It was sent before and is on its way into the log, at this sequence number.
    record OnItsWay(long sequence) implements Decision {}

    /// It was sent before and is this message.
    record Repeated(RoomEvent.MessagePosted first) implements Decision {}

    /// There is nothing new in it.
    record Nothing() implements Decision {}

    /// Memory cannot tell whether it was sent before: the store must be asked.
    ///
    /// @param upTo the room's last sequence number: of what comes later, the store's answer may say nothing
    record AskStore(RoomKey room, String subject, String clientId, long upTo) implements Decision {}

    /// @param detail safe to show
    record Refused(ProblemType type, String detail) implements Decision {

        /// The answer for what does not exist and for what may not be known to exist.
        public static final Refused NOT_FOUND =
                new Refused(ProblemType.NOT_FOUND, "There is nothing at this address that you may read.");
    }
}
