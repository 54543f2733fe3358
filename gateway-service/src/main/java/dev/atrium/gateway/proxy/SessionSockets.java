package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.gateway.session.EndedSessions;
import dev.atrium.gateway.session.SessionEnded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;

/// Ends the sockets that were opened in a session when that ends, at whichever gateway that happens.
@ApplicationScoped
final class SessionSockets implements SocketPair.Watcher {

    private final EndedSessions ended;
    private final SocketsBy<UUID> open = new SocketsBy<>();

    SessionSockets(EndedSessions ended) {
        this.ended = ended;
    }

    @Override
    public void joined(SocketPair socket) {
        session(socket).ifPresent(session -> {
            open.opened(session, socket);
            if (ended.knows(session)) { // while the socket was being opened
                socket.revoke();
            }
        });
    }

    @Override
    public void parted(SocketPair socket) {
        session(socket).ifPresent(session -> open.closed(session, socket));
    }

    void ended(@Observes SessionEnded told) {
        open.of(told.session()).forEach(SocketPair::revoke);
    }

    /// The session that the socket was opened in, if it was one.
    private static Optional<UUID> session(SocketPair socket) {
        return RequestCaller.attribute(socket.context(), CurrentSession.ATTRIBUTE);
    }
}
