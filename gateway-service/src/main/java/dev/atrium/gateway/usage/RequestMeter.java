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

    /// Up to where what a request carries is counted. Nothing of Vert.x is asked while its lock is held: an event loop
    /// that ends an answer has the connection's.
    private static final class Reading {

        private final Caller caller;
        private long received;
        private long sent;

        Reading(Caller caller) {
            this.caller = caller;
        }

        synchronized void upTo(long nowReceived, long nowSent, Tally tally) {
            tally.add(caller, Meter.RECEIVED_BYTES, Math.max(0, nowReceived - received));
            tally.add(caller, Meter.SENT_BYTES, Math.max(0, nowSent - sent));
            received = Math.max(received, nowReceived);
            sent = Math.max(sent, nowSent);
        }
    }

    void filters(@Observes Filters filters) {
        filters.register(this::meter, BEHIND_QUOTAS);
    }

    /// Also forgets what is over: of an answer that Vert.x itself breaks off, because the service or the
    /// connection to the client failed in the middle, no handler is told.
    @Override
    public void count() {
        underWay.forEach((context, reading) -> {
            // Asked first: what passed before is counted.
            boolean over = context.response().closed();
            count(context, reading);
            if (over) {
                underWay.remove(context);
            }
        });
    }

    /// How many requests are on their way here, or were when it was counted last.
    int underWay() {
        return underWay.size();
    }

    private void meter(RoutingContext context) {
        Caller caller = RequestCaller.of(context);
        tally.add(caller, Meter.REQUESTS, 1);
        if (CurrentRoute.of(context).transport() == Route.Transport.HTTP
                && !context.response().closed()) {
            Reading reading = new Reading(caller);
            underWay.put(context, reading);
            context.addEndHandler(_ -> {
                underWay.remove(context);
                count(context, reading);
            });
        }
        context.next();
    }

    private void count(RoutingContext context, Reading reading) {
        reading.upTo(context.request().bytesRead(), context.response().bytesWritten(), tally);
    }
}
