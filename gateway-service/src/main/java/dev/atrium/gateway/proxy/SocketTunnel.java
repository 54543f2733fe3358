package dev.atrium.gateway.proxy;

import dev.atrium.gateway.apikey.ApiKeyResource;
import dev.atrium.gateway.apikey.KeyHash;
import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.edge.GracefulShutdown;
import dev.atrium.gateway.edge.Origins;
import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.organisation.Memberships;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Membership;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
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
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Connects a client's WebSocket with a service's. Frames are not looked into, so compression, close
/// codes and pings pass as they are.
@ApplicationScoped
final class SocketTunnel implements SocketPair.Watcher {

    /// Behind the look-up in the policy, before authentication, which is asynchronous.
    private static final int KEEP_EARLY_BYTES = 240;

    private static final Logger LOG = Logger.getLogger(SocketTunnel.class);

    private final HttpClient client;
    private final Origins origins;
    private final Directory directory;
    private final GracefulShutdown shutdown;
    private final RevokedSockets revoked;
    private final SessionSockets sessions;
    private final OpenSockets open;

    SocketTunnel(
            Vertx vertx,
            ProxyConfig config,
            Directory directory,
            GracefulShutdown shutdown,
            RevokedSockets revoked,
            SessionSockets sessions,
            OpenSockets open) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(config.maxSockets()).setConnectTimeout((int)
                        config.connectTimeout().toMillis()));
        this.origins = new Origins(config.socketOrigins().orElse(Set.of()));
        this.directory = directory;
        this.shutdown = shutdown;
        this.revoked = revoked;
        this.sessions = sessions;
        this.open = open;
    }

    void filters(@Observes Filters filters) {
        filters.register(SocketTunnel::keepEarlyBytes, KEEP_EARLY_BYTES);
    }

    /// Clients connect again, and find another gateway.
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        open.all().forEach(SocketPair::leave);
    }

    @Override
    public void joined(SocketPair pair) {
        open.opened(pair);
        key(pair).ifPresent(key -> revoked.opened(key, pair));
        membership(pair).ifPresent(membership -> revoked.opened(place(pair), membership.since(), pair));
        session(pair).ifPresent(session -> sessions.opened(session, pair));
        if (shutdown.hasBegun()) {
            pair.leave();
        }
    }

    @Override
    public void parted(SocketPair pair) {
        open.closed(pair);
        key(pair).ifPresent(key -> revoked.closed(key, pair));
        membership(pair).ifPresent(_ -> revoked.closed(place(pair), pair));
        session(pair).ifPresent(session -> sessions.closed(session, pair));
        shutdown.left(pair.context());
    }

    /// Opens the service's socket for a client, and the client's if the service agrees.
    ///
    /// @param token internal token for the service
    void open(RoutingContext context, Route route, Directory.Node node, String token) {
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
        SocketPair pair = new SocketPair(
                context,
                node.timeout(),
                this,
                address -> relay(route, address)
                        .map(url -> ask(request, url, Target.of(url.getRawPath(), request.query()), token)));
        ask(request, node.url(), Target.of(request), token)
                .onSuccess(pair::handshake)
                .onFailure(pair::unreachable);
    }

    private Future<HttpClientRequest> ask(HttpServerRequest request, URI url, String target, String token) {
        return client.request(new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(url.getHost())
                .setPort(url.getPort())
                .setSsl(url.getScheme().equals("https"))
                .setURI(target)
                .setHeaders(RequestHeaders.forHandshake(request, token)));
    }

    /// Where else a socket may be had, when a full room says so. Only rooms may, and only nodes of
    /// theirs are asked.
    private Optional<URI> relay(Route route, String address) {
        if (route.destination() != Destination.ROOM) {
            return Optional.empty();
        }
        try {
            URI url = new URI(address);
            return directory.roomNode(url).map(_ -> url);
        } catch (URISyntaxException e) {
            LOG.errorf("a room names a relay that is no address: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /// The key that the socket was opened with, if it was one.
    private static Optional<KeyHash> key(SocketPair pair) {
        return RequestCaller.<String>attribute(pair.context(), ApiKeyResource.HASH_ATTRIBUTE)
                .map(KeyHash::new);
    }

    /// The session that the socket was opened in, if it was one.
    private static Optional<UUID> session(SocketPair pair) {
        return RequestCaller.attribute(pair.context(), CurrentSession.ATTRIBUTE);
    }

    /// What its opener is in the organisation that it was opened in, if it was in one.
    private static Optional<Membership> membership(SocketPair pair) {
        return RequestCaller.attribute(pair.context(), Membership.ATTRIBUTE);
    }

    private static Memberships.Place place(SocketPair pair) {
        Caller opener = RequestCaller.of(pair.context());
        return new Memberships.Place(opener.tenant(), opener.subject());
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
