package dev.atrium.gateway.proxy;

import dev.atrium.gateway.upstream.Upstreams;
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
    private final ProxyConfig config;
    private final Map<Place, Pool> byPlace = new ConcurrentHashMap<>();

    /// Where requests of which the same is said share a client; to each node it has connections apart from the others.
    private record Place(EventLoop loop, Manner manner) {}

    /// How the nodes of a service are asked: as is said of it, or else of all.
    ///
    /// @param maxConnections to each node
    /// @param patience with a client, for [dev.atrium.gateway.edge.Pace#LEAST_BYTES]
    record Manner(Duration connectTimeout, Duration idleTimeout, int maxConnections, Duration patience) {

        static Manner of(Upstreams.Upstream own, ProxyConfig all) {
            return new Manner(
                    own.connectTimeout().orElseGet(all::connectTimeout),
                    own.idleTimeout().orElseGet(all::idleTimeout),
                    own.maxConnections().orElseGet(all::maxConnections),
                    own.patience().orElseGet(all::patience));
        }

        private HttpClientOptions options() {
            return new HttpClientOptions()
                    .setMaxPoolSize(maxConnections)
                    // A service that is slow must not take the gateway's memory from the others.
                    .setMaxWaitQueueSize(maxConnections)
                    .setMaxChunkSize(PIECE_BYTES)
                    .setConnectTimeout((int) connectTimeout.toMillis())
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setIdleTimeout((int) idleTimeout.toMillis())
                    .setDecompressionSupported(false)
                    // The trace that the request belongs to is among the headers that are passed on.
                    .setTracingPolicy(TracingPolicy.IGNORE);
        }
    }

    Clients(Vertx vertx, ProxyConfig config) {
        this.vertx = (VertxInternal) vertx;
        this.config = config;
    }

    /// The connections to a service of the event loop that this is called on.
    Pool ofThisLoop(Upstreams.Upstream service) {
        ContextInternal context = vertx.getOrCreateContext();
        return byPlace.computeIfAbsent(
                new Place(context.nettyEventLoop(), Manner.of(service, config)),
                place -> new Pool(vertx.createHttpClient(place.manner().options()), place.manner()));
    }

    /// The connections of one event loop, which it belongs to.
    static final class Pool {

        private final HttpClient client;
        private final Manner manner;
        private final Map<URI, Turns> byNode = new HashMap<>();

        private Pool(HttpClient client, Manner manner) {
            this.client = client;
            this.manner = manner;
        }

        HttpClient client() {
            return client;
        }

        /// How long a client that holds one may take for [dev.atrium.gateway.edge.Pace#LEAST_BYTES].
        Duration patience() {
            return manner.patience();
        }

        /// Whose turn it is to use those to a node.
        Turns turns(URI node) {
            Turns present = byNode.get(node);
            if (present == null) {
                if (byNode.size() >= NODES_MAX) {
                    byNode.values().removeIf(Turns::isIdle);
                }
                present = new Turns(manner.maxConnections(), 2 * manner.maxConnections());
                byNode.put(node, present);
            }
            return present;
        }
    }
}
