package dev.atrium.room.shard;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.Decision;

/// Why a shard refuses, beside what its rooms refuse.
final class Refusals {

    static final Decision.Refused NOT_OPEN = unavailable("This room is being taken over. Try again soon.");
    static final Decision.Refused UNCERTAIN =
            unavailable("It is not known whether this was done. Send it again with the same client id.");
    static final Decision.Refused OVERLOADED = unavailable("Too much is on its way. Try again later.");
    static final Decision.Refused CROWDED =
            unavailable("Too much is on its way in this room. Send it again later, with the same client id.");
    static final Decision.Refused UNTOLD =
            unavailable("Whether this was sent before cannot be found out at the moment.");
    static final Decision.Refused UNREADABLE = unavailable("The room cannot be read at the moment.");

    static final Decision.Refused NO_MEMORY =
            unavailable("The node of this room has too little memory for it at the moment. Try again later.");

    static final Decision.Refused TOO_LARGE =
            new Decision.Refused(ProblemType.TOO_LARGE, "It is too large for one event of the room.");

    static final Decision.Refused FAULT =
            new Decision.Refused(ProblemType.INTERNAL, "The server failed to answer. It was logged.");

    private Refusals() {}

    private static Decision.Refused unavailable(String detail) {
        return new Decision.Refused(ProblemType.UNAVAILABLE, detail);
    }
}
