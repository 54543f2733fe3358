package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.edge.Origins;
import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/// Connects a client's WebSocket with a service's. Frames are not looked into, so compression, close
/// codes and pings pass as they are.
@ApplicationScoped
final class SocketTunnel {

    /// Before all that refuses requests of clients that come too often.
    private static final int TELL_PAGES = 950;

    /// Behind the look-up in the policy, before authentication, which is asynchronous.
    private static final int KEEP_EARLY_BYTES = 240;

    private static final Logger LOG = Logger.getLogger(SocketTunnel.class);

    private final HttpClient client;
    private final Origins origins;
    private final Directory directory;
    private final Breakers breakers;
    private final Duration connectTimeout;
    private final Duration patience;
    private final List<SocketPair.Watcher> watchers;

    SocketTunnel(
            Vertx vertx,
            ProxyConfig config,
            Directory directory,
            Breakers breakers,
            @All List<SocketPair.Watcher> watchers) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(config.maxSockets())
                // As for requests: the trace is among the headers.
                .setTracingPolicy(TracingPolicy.IGNORE));
        this.origins = new Origins(config.socketOrigins().orElse(Set.of()));
        this.directory = directory;
        this.breakers = breakers;
        this.connectTimeout = config.connectTimeout();
        this.patience = config.socketPatience();
        this.watchers = watchers;
    }

    void filters(@Observes Filters filters) {
        filters.register(this::tellPages, TELL_PAGES);
        filters.register(SocketTunnel::keepEarlyBytes, KEEP_EARLY_BYTES);
    }

    /// Opens the service's socket for a client, and the client's if the service agrees.
    ///
    /// @param nodes any of which will do
    /// @param token internal token for the service
    void open(RoutingContext context, Route route, List<Directory.Node> nodes, String token) {
        HttpServerRequest request = context.request();
        if (!isHandshake(request)) {
            Refusal.send(context, ProblemType.INVALID_REQUEST, "This address speaks WebSocket (RFC 6455) only.");
            return;
        }
        if (!mayOpenSockets(request)) {
            Refusal.send(context, ProblemType.FORBIDDEN, "Pages of this origin may not open WebSockets here.");
            return;
        }
        request.pause();
        SocketHandshake handshake = new SocketHandshake(
                context,
                breakers,
                new Asking(context, route, token),
                (node, ends) -> new SocketPair(context, ends, node, patience, watchers).join());
        handshake.ask(nodes.stream()
                .map(node -> new SocketHandshake.Place(node, Target.of(request)))
                .toList());
    }

    /// Whether it is no page, or one that may.
    private boolean mayOpenSockets(HttpServerRequest request) {
        String authority =
                request.authority() == null ? null : request.authority().toString();
        return origins.allows(request.getHeader(HttpHeaders.ORIGIN), authority);
    }

    /// For one client.
    private final class Asking implements SocketHandshake.Services {

        private final RoutingContext context;
        private final Route route;
        private final String token;

        private Asking(RoutingContext context, Route route, String token) {
            this.context = context;
            this.route = route;
            this.token = token;
        }

        @Override
        public Future<HttpClientRequest> connect(SocketHandshake.Place place) {
            URI url = place.node().url();
            Duration timeout = place.node().upstream().connectTimeout().orElse(connectTimeout);
            return client.request(new RequestOptions()
                    .setConnectTimeout(timeout.toMillis())
                    .setMethod(HttpMethod.GET)
                    .setHost(url.getHost())
                    .setPort(url.getPort())
                    .setSsl(url.getScheme().equals("https"))
                    .setURI(place.target())
                    .setHeaders(RequestHeaders.forHandshake(context, token)));
        }

        /// Only rooms may send on, and only nodes of theirs are asked.
        @Override
        public Optional<SocketHandshake.Place> detour(String address) {
            if (route.destination() != Destination.ROOM) {
                return Optional.empty();
            }
            try {
                URI url = new URI(address);
                return directory
                        .roomNode(url)
                        .map(node -> new SocketHandshake.Place(
                                node,
                                Target.of(url.getRawPath(), context.request().query())));
            } catch (URISyntaxException e) {
                LOG.errorf("a room names a relay that is no address: %s", e.getMessage());
                return Optional.empty();
            }
        }

        @Override
        public Future<Optional<SocketHandshake.Place>> successor(Directory.Node node) {
            return place(directory.successor(node));
        }

        @Override
        public Future<Optional<SocketHandshake.Place>> heir(Directory.Node lost) {
            return place(directory.heir(lost));
        }

        private Future<Optional<SocketHandshake.Place>> place(CompletionStage<Optional<Directory.Node>> node) {
            return Future.fromCompletionStage(node, context.vertx().getOrCreateContext())
                    .map(found -> found.map(next -> new SocketHandshake.Place(next, Target.of(context.request()))));
        }
    }

    private void tellPages(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isHandshake(request) && RefusedSocket.isFor(request) && mayOpenSockets(request)) {
            Refusal.tellBy(context, (status, reason) -> RefusedSocket.open(context, status, reason));
        }
        context.next();
    }

    private static void keepEarlyBytes(RoutingContext context) {
        if (CurrentRoute.of(context).transport() == Route.Transport.WEBSOCKET && isHandshake(context.request())) {
            EarlyBytes.keep(context);
        }
        context.next();
    }

    private static boolean isHandshake(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.version() == HttpVersion.HTTP_1_1
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && request.getHeader("Sec-WebSocket-Key") != null;
    }
}
