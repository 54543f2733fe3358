package dev.atrium.gateway.proxy;

import dev.atrium.gateway.ratelimit.SocketLease;
import jakarta.enterprise.context.ApplicationScoped;

/// Counts sockets for the quotas of open ones as long as they are open.
@ApplicationScoped
class LeasedSockets implements SocketPair.Watcher {

    @Override
    public void joined(SocketPair socket) {
        SocketLease.of(socket.context()).ifPresent(SocketLease::opened);
    }

    @Override
    public void parted(SocketPair socket) {
        SocketLease.of(socket.context()).ifPresent(SocketLease::closed);
    }
}
