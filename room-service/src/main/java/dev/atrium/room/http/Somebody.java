package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;

/// Callers of whom something is known: whoever has no credentials has nothing of its own.
public final class Somebody {

    private Somebody() {}

    /// @throws ProblemException `unauthenticated` if the caller is nobody
    public static Caller of(Caller caller) {
        if (caller.isAnonymous()) {
            throw new ProblemException(
                    ProblemType.UNAUTHENTICATED, "For what is your own, you need a key or to sign in.");
        }
        return caller;
    }
}
