package dev.atrium.gateway.edge;

import dev.atrium.gateway.policy.Route;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;

/// The policy's route of a request.
public final class CurrentRoute {

    private static final String KEY = CurrentRoute.class.getName();

    /// Where Quarkus looks for it; its own REST endpoints put it there themselves.
    private static final String PATH_TEMPLATE = "UrlPathTemplate";

    private static final String UNROUTED = "/UNROUTED";

    private CurrentRoute() {}

    /// @throws IllegalStateException if the request was not looked up yet
    public static Route of(RoutingContext context) {
        Route route = context.get(KEY);
        if (route == null) {
            throw new IllegalStateException("the request was not looked up in the policy");
        }
        return route;
    }

    static void set(RoutingContext context, Route route) {
        context.put(KEY, route);
        nameForMetrics(context, route.path().toString());
    }

    /// Says that a request is answered, unless it was looked up, before it is known which route it is for.
    static void leaveUnknown(RoutingContext context) {
        if (context.get(KEY) == null) {
            nameForMetrics(context, UNROUTED);
        }
    }

    /// Metrics and spans tell routes apart and not addresses, of which there are any number.
    private static void nameForMetrics(RoutingContext context, String name) {
        ((HttpServerRequestInternal) context.request()).context().putLocal(PATH_TEMPLATE, name);
    }
}
