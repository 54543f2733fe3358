package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.upstream.Upstreams;
import dev.atrium.platform.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Connects a client's WebSocket with a service's. Frames are not looked into, so compression, close codes and pings
/// pass as they are.
@ApplicationScoped
final class SocketTunnel {

    private final HttpClient client;
    private final Origins origins;
    private final AtomicInteger open;

    SocketTunnel(Vertx vertx, ProxyConfig config, MeterRegistry metrics) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(config.maxSockets()).setConnectTimeout((int)
                        config.connectTimeout().toMillis()));
        this.origins = new Origins(config.socketOrigins().orElse(Set.of()));
        this.open = metrics.gauge("atrium.gateway.sockets", new AtomicInteger());
    }

    /// Opens the service's socket for a client, and the client's if the service agrees.
    ///
    /// @param token internal token for the service
    void open(RoutingContext context, Upstreams.Upstream upstream, String token) {
        HttpServerRequest request = context.request();
        if (!isHandshake(request)) {
            Refusal.send(context, ProblemType.INVALID_REQUEST, "This address speaks WebSocket (RFC 6455) only.");
            return;
        }
        String authority =
                request.authority() == null ? null : request.authority().toString();
        if (!origins.allows(request.getHeader(HttpHeaders.ORIGIN), authority)) {
            Refusal.send(context, ProblemType.FORBIDDEN, "Pages of this origin may not open WebSockets here.");
            return;
        }
        request.pause();
        RequestOptions target = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(upstream.url().getHost())
                .setPort(upstream.url().getPort())
                .setSsl(upstream.url().getScheme().equals("https"))
                .setURI(Target.of(request))
                .setHeaders(RequestHeaders.forHandshake(request, token));
        SocketPair pair = new SocketPair(context, upstream.timeout(), open);
        client.request(target).onSuccess(pair::handshake).onFailure(pair::unreachable);
    }

    private static boolean isHandshake(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.version() == HttpVersion.HTTP_1_1
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && request.getHeader("Sec-WebSocket-Key") != null;
    }
}
