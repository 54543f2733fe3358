package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.room.chat.Program;
import dev.atrium.room.chat.Text;

/// A principal, as paths name it.
final class Subject {

    /// Most characters of a subject and of a handle.
    static final int LENGTH_MAX = 200;

    private Subject() {}

    /// @throws ProblemException if nobody who has credentials can be called this
    static String of(String path) {
        Text.fault(path, LENGTH_MAX).ifPresent(fault -> {
            throw ProblemException.invalidParameter("subject", fault);
        });
        if (path.equals(Caller.ANONYMOUS) || Program.isSubject(path) || Teams.isTeam(path)) {
            throw ProblemException.invalidParameter(
                    "subject", "must be that of somebody with credentials, who is neither a program nor a team");
        }
        return path;
    }
}
