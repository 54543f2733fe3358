package dev.atrium.room.relay;

import dev.atrium.platform.problem.Problem;
import dev.atrium.room.chat.RoomView;

/// What a room's owner says about somebody who wants to watch the room.
sealed interface Verdict {

    /// @param room as that one may see it
    record Allowed(RoomView room) implements Verdict {}

    record Denied(Problem problem) implements Verdict {}

    /// The owner cannot be asked at the moment.
    record Unknown() implements Verdict {}
}
