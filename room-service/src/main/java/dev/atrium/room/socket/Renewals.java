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
public final class Renewals {

    /// Each costs the check of a signature.
    private static final int PER_SECOND = 5;

    private final SocketTokens tokens;

    Renewals(JWTParser parser, JWTAuthContextInfo requests) {
        this.tokens = new SocketTokens(parser, requests);
    }

    /// The renewals of one socket. Only for its event loop.
    ///
    /// @param scope what the socket needs
    OfSocket ofSocket(String scope) {
        return new OfSocket(scope);
    }

    /// What becomes of a renewal.
    sealed interface Verdict {

        /// @param caller who the client is from now on: the same, with what the new credential allows
        record Renewed(Caller caller) implements Verdict {}

        record Refused(Problem problem) implements Verdict {}
    }

    /// Judges the renewals of one socket, of which only so many are looked at.
    final class OfSocket {

        private final String scope;
        private final RateLimit limit = new RateLimit(PER_SECOND, System.nanoTime());

        private OfSocket(String scope) {
            this.scope = scope;
        }

        /// @param token from the gateway
        /// @param present who the client is so far
        Verdict judge(String token, Caller present) {
            return limit.take(System.nanoTime())
                    ? Renewals.this.judge(token, present, scope)
                    : refused(ProblemType.QUOTA_EXCEEDED, "At most " + PER_SECOND + " renewals per second are taken.");
        }
    }

    private Verdict judge(String token, Caller present, String scope) {
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
