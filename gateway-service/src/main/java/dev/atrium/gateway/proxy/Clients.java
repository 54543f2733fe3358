package dev.atrium.gateway.proxy;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.tracing.TracingPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The kept connections to services. Each event loop has its own, so that a request and its answer stay on the event
/// loop of the client who asked: to pass every piece of them to another one costs more than the rest.
final class Clients {

    /// In pieces of this size an answer comes at most, each of which is written to the client by itself.
    static final int PIECE_BYTES = 64 << 10;

    /// Nodes come and go; more than these are never there at the same time.
    private static final int NODES_MAX = 1_000;

    private final VertxInternal vertx;
    private final HttpClientOptions options;
    private final Duration patience;
    private final Map<EventLoop, Pool> byLoop = new ConcurrentHashMap<>();

    Clients(Vertx vertx, ProxyConfig config) {
        this.vertx = (VertxInternal) vertx;
        this.patience = config.patience();
        this.options = new HttpClientOptions()
                .setMaxPoolSize(config.maxConnections())
                // A service that is slow must not take the gateway's memory from the others.
                .setMaxWaitQueueSize(config.maxConnections())
                .setMaxChunkSize(PIECE_BYTES)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) config.idleTimeout().toMillis())
                .setDecompressionSupported(false)
                // The trace that the request belongs to is among the headers that are passed on.
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    /// The connections of the event loop that this is called on.
    Pool ofThisLoop() {
        ContextInternal context = vertx.getOrCreateContext();
        return byLoop.computeIfAbsent(
                context.nettyEventLoop(),
                _ -> new Pool(vertx.createHttpClient(options), options.getMaxPoolSize(), patience));
    }

    /// The connections of one event loop, which it belongs to.
    static final class Pool {

        private final HttpClient client;
        private final int connections;
        private final Duration patience;
        private final Map<URI, Turns> byNode = new HashMap<>();

        private Pool(HttpClient client, int connections, Duration patience) {
            this.client = client;
            this.connections = connections;
            this.patience = patience;
        }

        HttpClient client() {
            return client;
        }

        /// How long a client that holds one may take for [dev.atrium.gateway.edge.Pace#LEAST_BYTES].
        Duration patience() {
            return patience;
        }

        /// Whose turn it is to use those to a node.
        Turns turns(URI node) {
            Turns present = byNode.get(node);
            if (present == null) {
                if (byNode.size() >= NODES_MAX) {
                    byNode.values().removeIf(Turns::isIdle);
                }
                present = new Turns(connections, 2 * connections);
                byNode.put(node, present);
            }
            return present;
        }
    }
}
