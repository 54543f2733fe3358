package dev.atrium.gateway.ratelimit;

import dev.atrium.gateway.edge.BodyLimits;
import dev.atrium.gateway.edge.ClientAddress;
import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.edge.EdgeConfig;
import dev.atrium.gateway.edge.Ending;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.gateway.policy.Route;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.Limiter;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.limit.Verdict;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;

/// Lets each request pass or refuses it, as the quotas of who sends it allow.
@ApplicationScoped
final class RateLimit {

    /// Before anything is done for a request, and behind the admission of its caller.
    private static final int BEFORE_ALL = 900;

    private static final int BEHIND_ADMISSION = 40;

    private static final Set<Usage> REQUEST = Set.of(Usage.REQUESTS);

    private static final String ASKED = RateLimit.class.getName();

    private static final String VERDICT = Verdict.class.getName();

    private final Limiter limiter;
    private final Charges charges;
    private final RouteLimits routes;
    private final SocketLeases sockets;
    private final BodyLimits limits;

    RateLimit(Limiter limiter, Charges charges, RouteLimits routes, SocketLeases sockets, EdgeConfig edge) {
        this.limiter = limiter;
        this.charges = charges;
        this.routes = routes;
        this.sockets = sockets;
        this.limits = BodyLimits.of(edge);
    }

    void filters(@Observes Filters filters) {
        filters.register(this::turnAway, BEFORE_ALL);
        filters.register(this::limit, BEHIND_ADMISSION);
    }

    /// Whoever is known to have come too often from an address is refused before a key is looked up. What
    /// is refused before it is known who asks (wrong credentials, addresses where nothing is) counts as
    /// well.
    private void turnAway(RoutingContext context) {
        List<Charge> known = charges.of(REQUEST, Anonymous.CALLER, ClientAddress.of(context), 0);
        limiter.refusal(known).ifPresentOrElse(verdict -> refuse(context, verdict), () -> {
            Ending.then(context, () -> {
                if (!known.isEmpty() && context.get(ASKED) == null) {
                    Future<Verdict> _ = limiter.take(known);
                }
            });
            context.next();
        });
    }

    private void limit(RoutingContext context) {
        Route route = CurrentRoute.of(context);
        List<Charge> due = charges.of(
                route.uses(),
                routes.of(route),
                RequestCaller.of(context),
                ClientAddress.of(context),
                bytes(context.request(), route));
        context.put(ASKED, true);
        boolean opensSocket = route.transport() == Route.Transport.WEBSOCKET;
        if (due.isEmpty() && !opensSocket) {
            context.next();
            return;
        }
        context.request().pause();
        Future<Verdict> decision = due.isEmpty() ? Future.succeededFuture(Verdict.FREE) : limiter.take(due);
        (opensSocket ? decision.compose(verdict -> socket(context, verdict)) : decision)
                .onSuccess(verdict -> decided(context, verdict))
                .onFailure(context::fail);
    }

    /// Only who may come is asked how many sockets are there already: whoever tries again and again is
    /// stopped as everywhere.
    private Future<Verdict> socket(RoutingContext context, Verdict request) {
        if (!request.allowed() || context.response().closed()) {
            return Future.succeededFuture(request);
        }
        return sockets.take(context).map(open -> open.allowed() ? request.and(open) : open);
    }

    private void decided(RoutingContext context, Verdict verdict) {
        if (context.response().closed()) {
            return;
        }
        if (!verdict.allowed()) {
            refuse(context, verdict);
            return;
        }
        if (!verdict.standings().isEmpty()) {
            context.put(VERDICT, verdict);
            RateLimitFields.set(context.response().headers(), verdict);
        }
        context.next();
    }

    private void refuse(RoutingContext context, Verdict verdict) {
        context.put(ASKED, true);
        LimitRefusal.send(context, verdict, limiter);
    }

    /// What was decided about a request that was let in.
    static Verdict verdict(RoutingContext context) {
        return context.<Verdict>get(VERDICT, Verdict.FREE);
    }

    /// Who does not say how much will come is charged for the most that may.
    private long bytes(HttpServerRequest request, Route route) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? limits.of(route) : Long.parseLong(length);
    }
}
