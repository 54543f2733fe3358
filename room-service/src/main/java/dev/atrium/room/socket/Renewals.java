package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.SocketTokens;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Whether a socket may go on with another credential.
@ApplicationScoped
final class Renewals {

    private final SocketTokens tokens;

    Renewals(JWTParser parser, JWTAuthContextInfo requests) {
        this.tokens = new SocketTokens(parser, requests);
    }

    /// What becomes of a renewal.
    sealed interface Verdict {

        /// @param caller who the client is from now on: the same, with what the new credential allows
        record Renewed(Caller caller) implements Verdict {}

        record Refused(Problem problem) implements Verdict {}
    }

    /// @param token from the gateway
    /// @param present who the client is so far
    /// @param scope what the socket needs
    Verdict judge(String token, Caller present, String scope) {
        Optional<Caller> renewed = tokens.verify(token);
        if (renewed.isEmpty()) {
            return refused(
                    ProblemType.UNAUTHENTICATED,
                    "The token is not a renewal, or too old. POST /api/sockets/renewals gives one.");
        }
        Caller caller = renewed.get();
        if (!caller.subject().equals(present.subject()) || !caller.tenant().equals(present.tenant())) {
            return refused(ProblemType.FORBIDDEN, "The renewal is not for the user by whom this socket was opened.");
        }
        if (!caller.may(scope)) {
            return refused(ProblemType.FORBIDDEN, "Reading needs the scope " + scope + ".");
        }
        return new Verdict.Renewed(caller);
    }

    private static Verdict refused(ProblemType type, String detail) {
        return new Verdict.Refused(Problem.of(type, detail));
    }
}
