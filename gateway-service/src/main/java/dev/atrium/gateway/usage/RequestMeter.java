package dev.atrium.gateway.usage;

import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.policy.Route;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.usage.Meter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Counts requests that are let in, and what they carry. What a socket carries is counted where it passes.
@ApplicationScoped
final class RequestMeter {

    /// Behind admission, limits and quotas, which are at 38: what they refuse is not counted.
    private static final int BEHIND_QUOTAS = 35;

    private final Tally tally;

    RequestMeter(Tally tally) {
        this.tally = tally;
    }

    void filters(@Observes Filters filters) {
        filters.register(this::count, BEHIND_QUOTAS);
    }

    private void count(RoutingContext context) {
        Caller caller = RequestCaller.of(context);
        tally.add(caller, Meter.REQUESTS, 1);
        if (CurrentRoute.of(context).transport() == Route.Transport.HTTP) {
            context.addEndHandler(_ -> {
                tally.add(caller, Meter.RECEIVED_BYTES, context.request().bytesRead());
                tally.add(caller, Meter.SENT_BYTES, context.response().bytesWritten());
            });
        }
        context.next();
    }
}
