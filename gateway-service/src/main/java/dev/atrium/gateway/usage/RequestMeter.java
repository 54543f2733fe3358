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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts requests that are let in, and what they carry: of long ones before each report what has passed by then. What
/// a socket carries is counted where it passes.
@ApplicationScoped
final class RequestMeter implements UsageSource {

    /// Behind admission, limits and quotas, which are at 38: what they refuse is not counted.
    private static final int BEHIND_QUOTAS = 35;

    private final Tally tally;
    private final Map<RoutingContext, Reading> underWay = new ConcurrentHashMap<>();

    RequestMeter(Tally tally) {
        this.tally = tally;
    }

    /// Up to where what a request carries is counted.
    private record Reading(Caller caller, long received, long sent) {}

    void filters(@Observes Filters filters) {
        filters.register(this::meter, BEHIND_QUOTAS);
    }

    @Override
    public void count() {
        underWay.keySet().forEach(context -> underWay.computeIfPresent(context, this::count));
    }

    private void meter(RoutingContext context) {
        Caller caller = RequestCaller.of(context);
        tally.add(caller, Meter.REQUESTS, 1);
        if (CurrentRoute.of(context).transport() == Route.Transport.HTTP) {
            underWay.put(context, new Reading(caller, 0, 0));
            context.addEndHandler(_ -> underWay.computeIfPresent(context, (_, last) -> {
                count(context, last);
                return null;
            }));
        }
        context.next();
    }

    private Reading count(RoutingContext context, Reading last) {
        Reading now = new Reading(
                last.caller(), context.request().bytesRead(), context.response().bytesWritten());
        tally.add(now.caller(), Meter.RECEIVED_BYTES, now.received() - last.received());
        tally.add(now.caller(), Meter.SENT_BYTES, now.sent() - last.sent());
        return now;
    }
}
