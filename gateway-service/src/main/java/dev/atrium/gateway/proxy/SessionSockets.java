package dev.atrium.gateway.proxy;

import dev.atrium.gateway.session.EndedSessions;
import dev.atrium.gateway.session.SessionEnded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Ends the sockets that were opened in a session when that ends, at whichever gateway that happens.
@ApplicationScoped
final class SessionSockets {

    private final EndedSessions ended;
    private final Map<UUID, Set<SocketPair>> open = new ConcurrentHashMap<>();

    SessionSockets(EndedSessions ended) {
        this.ended = ended;
    }

    void opened(UUID session, SocketPair socket) {
        open.compute(session, (_, sockets) -> {
            Set<SocketPair> all = sockets == null ? ConcurrentHashMap.newKeySet() : sockets;
            all.add(socket);
            return all;
        });
        if (ended.knows(session)) { // while the socket was being opened
            socket.revoke();
        }
    }

    void closed(UUID session, SocketPair socket) {
        open.computeIfPresent(session, (_, sockets) -> {
            sockets.remove(socket);
            return sockets.isEmpty() ? null : sockets;
        });
    }

    void ended(@Observes SessionEnded told) {
        open.getOrDefault(told.session(), Set.of()).forEach(SocketPair::revoke);
    }
}
