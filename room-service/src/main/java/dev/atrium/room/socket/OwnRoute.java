package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.personal.Audience;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/// Sockets by which people hear what concerns themselves, in `atrium.v1`: `GET /api/me/ws`. Any node
/// takes them.
@ApplicationScoped
final class OwnRoute {

    /// What credentials must allow.
    static final String SCOPE = "notifications:read";

    private final Handshake handshake;
    private final Sockets sockets;
    private final Renewals renewals;
    private final Audience audience;

    OwnRoute(Handshake handshake, Sockets sockets, Renewals renewals, Audience audience) {
        this.handshake = handshake;
        this.sockets = sockets;
        this.renewals = renewals;
        this.audience = audience;
    }

    void register(@Observes Router router) {
        handshake.registerOwn(router, "/api/me/ws", ServerFrame.Hello.PROTOCOL, new Handshake.OwnOpening() {
            @Override
            public Optional<Problem> refusal(Caller caller) {
                return OwnRoute.this.refusal(caller);
            }

            @Override
            public void start(Connection connection, Caller caller) {
                new OwnSocket(connection, caller, sockets, renewals, audience).start();
            }
        });
    }

    private Optional<Problem> refusal(Caller caller) {
        if (caller.isAnonymous()) {
            return Optional.of(
                    Problem.of(ProblemType.UNAUTHENTICATED, "Somebody without credentials has nothing of its own."));
        }
        if (!caller.may(SCOPE)) {
            return Optional.of(Problem.of(ProblemType.FORBIDDEN, "This needs the scope " + SCOPE + "."));
        }
        return audience.isHearing()
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemType.UNAVAILABLE, "This node has just started."));
    }
}
