package dev.atrium.gateway.edge;

import dev.atrium.gateway.policy.Route;
import io.vertx.ext.web.RoutingContext;

/// The policy's route of a request.
public final class CurrentRoute {

    private static final String KEY = CurrentRoute.class.getName();

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
    }
}
