package dev.atrium.gateway.proxy;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The kept connections to services. Each event loop has its own, so that a request and its answer stay on the event
/// loop of the client who asked: to pass every piece of them to another one costs more than the rest.
final class Clients {

    /// In pieces of this size an answer comes at most, each of which is written to the client by itself.
    static final int PIECE_BYTES = 64 << 10;

    private final VertxInternal vertx;
    private final HttpClientOptions options;
    private final Map<EventLoop, HttpClient> byLoop = new ConcurrentHashMap<>();

    Clients(Vertx vertx, ProxyConfig config) {
        this.vertx = (VertxInternal) vertx;
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
    HttpClient ofThisLoop() {
        ContextInternal context = vertx.getOrCreateContext();
        return byLoop.computeIfAbsent(context.nettyEventLoop(), _ -> vertx.createHttpClient(options));
    }
}
