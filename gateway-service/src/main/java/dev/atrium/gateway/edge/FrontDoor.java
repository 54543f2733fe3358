package dev.atrium.gateway.edge;

import dev.atrium.gateway.policy.BodyLimit;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Match;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.policy.RouteTable;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;

/// The way of every request: arrive, be looked up, be identified (by Quarkus, between the two), be
/// admitted, fall under the limits (package ratelimit); then the proxy or one of the gateway's own
/// endpoints answers.
@ApplicationScoped
final class FrontDoor {

    /// Filters run in falling order of these; Quarkus has CORS at 300, authentication at 200,
    /// authorization at 100.
    private static final int ARRIVE = 1_000;

    private static final int LOOK_UP = 250;
    private static final int ADMIT = 50;
    /// Behind the limits, which are at 40.
    private static final int INVITE_BODY = 30;

    /// Before the proxy, which is the last filter.
    private static final int READ_BODY = 25;

    /// Routes run in rising order of these, after all filters; REST endpoints are behind.
    private static final int BODY_READ = 61;

    /// A part of the memory that a gateway has; bodies are copied a few times on their way.
    private static final long BODIES_BYTES = 32L << 20;

    /// One client alone must not keep all others from signing in.
    private static final long BODIES_BYTES_OF_AN_ADDRESS = BODIES_BYTES / 8;

    /// For signing in, making keys and the like, which need little: nobody gets in their way with much.
    private static final long RESERVE_BYTES = 4L << 20;

    private static final long RESERVE_BYTES_OF_AN_ADDRESS = 64L << 10;
    private static final int SMALL_BYTES = 8 << 10;

    private static final Duration BODY_PATIENCE = Duration.ofSeconds(10);

    private final RouteTable table;
    private final GracefulShutdown shutdown;
    private final Failures failures;
    private final PublicAddress publicAddress;
    private final ClientAddress address;
    private final BodyLimits limits;
    private final BodyReader bodies =
            new BodyReader(new BodyMemory(RESERVE_BYTES, RESERVE_BYTES_OF_AN_ADDRESS), SMALL_BYTES, BODY_PATIENCE);
    private final BodyMemory memory = new BodyMemory(BODIES_BYTES, BODIES_BYTES_OF_AN_ADDRESS);
    private final BodyMemory memoryForWebhooks = memory.half();

    FrontDoor(
            EdgeConfig config,
            GracefulShutdown shutdown,
            Failures failures,
            PublicAddress publicAddress,
            RouteTable table) {
        this.table = table;
        this.shutdown = shutdown;
        this.failures = failures;
        this.publicAddress = publicAddress;
        this.address = new ClientAddress(config.trustedProxies().orElse(Set.of()));
        this.limits = BodyLimits.of(config);
    }

    void filters(@Observes Filters filters, Router router) {
        filters.register(context -> arrive(router, context), ARRIVE);
        filters.register(this::lookUp, LOOK_UP);
        filters.register(FrontDoor::admit, ADMIT);
        filters.register(FrontDoor::inviteBody, INVITE_BODY);
        filters.register(this::readBody, READ_BODY);
    }

    void routes(@Observes Router router) {
        router.route().order(-ARRIVE - 1).failureHandler(failures::handle);
        router.route().order(BODY_READ).handler(FrontDoor::forgetTypeOfNothing);
    }

    private void arrive(Router router, RoutingContext context) {
        HttpServerRequest request = context.request();
        if (CalmRequest.isDue(request)) {
            router.handle(CalmRequest.of(request));
            return;
        }
        Doorkeeper.heard(request);
        RequestIds.assign(request);
        address.note(context);
        context.addHeadersEndHandler(_ -> SecurityHeaders.complete(
                context.response().headers(), path(request), publicAddress.isEncrypted(request)));
        if (shutdown.admits(context)) {
            context.next();
        }
    }

    private void lookUp(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (Malformed.is(request)) {
            Refusal.send(
                    context,
                    ProblemType.INVALID_REQUEST,
                    "The query or a header has a character that is not allowed there.");
            return;
        }
        switch (table.match(request.method(), path(request), wanted(request))) {
            case Match.Found found -> found(context, found.route());
            case Match.OtherMethod other -> {
                String allowed = String.join(", ", other.allowed());
                context.response().putHeader(HttpHeaders.ALLOW, allowed);
                Refusal.send(context, ProblemType.METHOD_NOT_ALLOWED, "This address takes " + allowed + ".");
            }
            case Match.Nothing _ ->
                Refusal.send(context, ProblemType.NOT_FOUND, "There is nothing at this address that you may read.");
        }
    }

    private static Route.Transport wanted(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                ? Route.Transport.WEBSOCKET
                : Route.Transport.HTTP;
    }

    private void found(RoutingContext context, Route route) {
        CurrentRoute.set(context, route);
        long limit = limits.of(route);
        if (declaredBytes(context.request()) > limit) {
            Refusal.send(context, ProblemType.TOO_LARGE, "The body may have at most " + limit + " bytes.");
        } else {
            context.next();
        }
    }

    private static void admit(RoutingContext context) {
        Route route = CurrentRoute.of(context);
        switch (route.access().decide(RequestCaller.of(context))) {
            case ALLOWED -> context.next();
            case UNAUTHENTICATED ->
                Refusal.send(
                        context,
                        ProblemType.UNAUTHENTICATED,
                        "This needs an API key or an access token; POST /api/keys gives a key.");
            case FORBIDDEN ->
                Refusal.send(context, ProblemType.FORBIDDEN, route.access().refusal());
        }
    }

    /// A client that asks before it sends its body is answered only now, when it is known and welcome.
    private static void inviteBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.headers().remove(HttpHeaders.EXPECT);
            request.response().writeContinue();
        }
        context.next();
    }

    /// What is small is read before anything is done with it: no service, and no connection to one, waits for a client.
    private void readBody(RoutingContext context) {
        Route route = CurrentRoute.of(context);
        HttpServerRequest request = context.request();
        if (route.transport() == Route.Transport.WEBSOCKET || route.body().isStreamed()) {
            // Nobody reads it before there is a connection to pass it on.
            request.pause();
            context.next();
        } else if (request.isEnded()) {
            context.next();
        } else if (route.destination() != Destination.GATEWAY && isWithoutBody(request)) {
            request.resume();
            context.next();
        } else {
            bodies.read(context, limits.of(route), memory(route));
        }
    }

    /// Webhooks are taken of everybody before it is known whether they are good.
    private BodyMemory memory(Route route) {
        return route.body() == BodyLimit.WEBHOOK ? memoryForWebhooks : memory;
    }

    /// Whether there is nothing to read, as the head says. That of HTTP/2 does not.
    private static boolean isWithoutBody(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2
                && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                && declaredBytes(request) == 0;
    }

    /// `curl -d ''` sends nothing, but gives it a type, by which endpoints would refuse it. And an empty
    /// body must be told from one that is still to be read, for which an endpoint would wait.
    private static void forgetTypeOfNothing(RoutingContext context) {
        if (CurrentRoute.of(context).destination() == Destination.GATEWAY
                && context.body().length() <= 0) {
            context.request().headers().remove(HttpHeaders.CONTENT_TYPE);
            ((RoutingContextInternal) context).setBody(Buffer.buffer());
        }
        context.next();
    }

    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    /// Netty has refused what is not a number.
    private static long declaredBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
