package dev.atrium.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Iterator;
import java.util.Set;

/// Puts the [Doorkeeper] in front of the listeners for clients once they listen. Vert.x tells of a connection only when
/// it speaks HTTP.
@ApplicationScoped
class Listeners {

    private final VertxInternal vertx;
    private final HttpServer server;
    private final Doorkeeper doorkeeper;

    Listeners(Vertx vertx, HttpServer server, EdgeConfig config) {
        this.vertx = (VertxInternal) vertx;
        this.server = server;
        this.doorkeeper = new Doorkeeper(
                config.maxConnectionsPerAddress(),
                config.firstRequestWithin(),
                new ClientAddress(config.trustedProxies().orElse(Set.of())));
    }

    void plain(@ObservesAsync HttpServerStart start) {
        guard(server.getPort());
    }

    void encrypted(@ObservesAsync HttpsServerStart start) {
        guard(server.getSecurePort());
    }

    private void guard(int port) {
        guard(vertx, port, doorkeeper);
    }

    /// @param port that is listened on
    static void guard(VertxInternal vertx, int port, Doorkeeper doorkeeper) {
        for (EventExecutor loop : vertx.getAcceptorEventLoopGroup()) {
            if (loop instanceof SingleThreadEventLoop acceptor) {
                acceptor.execute(() -> guard(acceptor, port, doorkeeper));
            }
        }
    }

    private static void guard(SingleThreadEventLoop acceptor, int port, Doorkeeper doorkeeper) {
        for (Iterator<Channel> all = acceptor.registeredChannelsIterator(); all.hasNext(); ) {
            if (all.next() instanceof ServerSocketChannel listener
                    && listener.localAddress().getPort() == port
                    && listener.pipeline().get(Doorkeeper.class) == null) {
                listener.pipeline().addFirst(doorkeeper);
            }
        }
    }
}
