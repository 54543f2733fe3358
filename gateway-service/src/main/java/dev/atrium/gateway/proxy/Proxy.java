package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.BodyLimits;
import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.edge.EdgeConfig;
import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.ratelimit.DownloadLimit;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.platform.placement.DefaultRoom;
import dev.atrium.platform.placement.NewRoomPlace;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Passes on what the policy says that a service answers.
@ApplicationScoped
final class Proxy {

    /// Behind all that lets a request in: admission, limits, quotas, metering. What a service answers does not come to
    /// the routes of the gateway's own endpoints.
    private static final int LAST = 20;

    private static final Buffer NOTHING = Buffer.buffer();

    private final Clients clients;
    private final Directory directory;
    private final Introductions introductions;
    private final SocketTunnel tunnel;
    private final Breakers breakers;
    private final Snapshots snapshots;
    private final Representations representations;
    private final DownloadLimit downloads;
    private final BodyLimits limits;

    Proxy(
            Vertx vertx,
            Directory directory,
            Introductions introductions,
            SocketTunnel tunnel,
            Breakers breakers,
            Snapshots snapshots,
            Representations representations,
            DownloadLimit downloads,
            ProxyConfig config,
            EdgeConfig edge) {
        this.clients = new Clients(vertx, config);
        this.directory = directory;
        this.introductions = introductions;
        this.tunnel = tunnel;
        this.breakers = breakers;
        this.snapshots = snapshots;
        this.representations = representations;
        this.downloads = downloads;
        this.limits = BodyLimits.of(edge);
    }

    void filters(@Observes Filters filters) {
        filters.register(this::handle, LAST);
    }

    private void handle(RoutingContext context) {
        Route route = CurrentRoute.of(context);
        if (route.destination() == Destination.GATEWAY) {
            context.next();
            return;
        }
        Optional.ofNullable(context.request().path())
                .flatMap(route::room)
                .or(() -> defaultRoom(context, route))
                .or(() -> newRoom(context, route))
                .ifPresentOrElse(
                        room -> handleInRoom(context, route, room),
                        () -> handle(context, route, directory.any(route.destination())));
    }

    private static Optional<String> defaultRoom(RoutingContext context, Route route) {
        return route.isDefaultRoom()
                ? Optional.of(DefaultRoom.of(RequestCaller.of(context).tenant()))
                : Optional.empty();
    }

    /// Who asks again for a new room with the same key must meet the node that was asked before.
    private static Optional<String> newRoom(RoutingContext context, Route route) {
        return route.makesRoom()
                ? Optional.ofNullable(context.request().getHeader(IdempotencyKey.HEADER))
                        .map(key -> NewRoomPlace.of(RequestCaller.of(context), key))
                : Optional.empty();
    }

    /// What comes while the room moves waits here, so that the move costs a pause and not an error.
    private void handleInRoom(RoutingContext context, Route route, String room) {
        CompletableFuture<Optional<Directory.Node>> node =
                directory.ofRoom(room).toCompletableFuture();
        if (node.isDone()) {
            handle(context, route, node.join());
            return;
        }
        Context loop = context.vertx().getOrCreateContext();
        CompletableFuture<?> _ = node.thenAccept(found -> loop.runOnContext(_ -> {
            if (!context.response().closed()) {
                handle(context, route, found);
            }
        }));
    }

    private void handle(RoutingContext context, Route route, Optional<Directory.Node> node) {
        node.ifPresentOrElse(present -> handle(context, route, List.of(present)), () -> {
            if (!snapshots
                    .place(context, route)
                    .map(place -> place.answer(context))
                    .orElse(false)) {
                Refusal.send(context, ProblemType.UNAVAILABLE, "This room is moving to another node. Try again soon.");
            }
        });
    }

    /// @param nodes any of which will do
    private void handle(RoutingContext context, Route route, List<Directory.Node> nodes) {
        Optional<String> token = introductions.token(context, route);
        if (token.isEmpty()) {
            Refusal.send(
                    context,
                    ProblemType.UNAUTHENTICATED,
                    "Guests do not post here: this needs an API key or an access token; POST /api/keys gives a key.");
            return;
        }
        switch (route.transport()) {
            case HTTP -> forward(context, route, nodes, token.get());
            case WEBSOCKET -> tunnel.open(context, route, nodes, token.get());
        }
    }

    private void forward(RoutingContext context, Route route, List<Directory.Node> nodes, String token) {
        HttpServerRequest request = context.request();
        if (!request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).stream().allMatch("chunked"::equalsIgnoreCase)) {
            Refusal.send(context, ProblemType.INVALID_REQUEST, "Of transfer codings only 'chunked' is understood.");
            return;
        }
        Exchange.Task task = new Exchange.Task(
                route.destination(),
                nodes,
                directory::successor,
                token,
                route.body().isStreamed() ? null : body(context),
                limits.of(route),
                snapshots.place(context, route).orElse(null),
                representations.place(context, route).orElse(null));
        Clients.Pool pool = clients.ofThisLoop(nodes.getFirst().upstream());
        new Exchange(context, task, pool, breakers, downloads).begin();
    }

    private static Buffer body(RoutingContext context) {
        return Objects.requireNonNullElse(context.body().buffer(), NOTHING);
    }
}
