package dev.atrium.gateway.plan;

import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.edge.EdgeConfig;
import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.policy.BodyLimit;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.PathTemplate;
import dev.atrium.gateway.policy.Route;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.usage.Meter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Refuses what a tenant's plan does not allow any more. What the gateway itself answers is not refused: by
/// that one sees what was used, and makes room. In the commons there are no plans.
@ApplicationScoped
final class QuotaFilter {

    /// Behind the limits, which are at 40, and before what is let in is counted.
    private static final int BEHIND_LIMITS = 38;

    private static final PathTemplate MESSAGES = PathTemplate.of("/api/rooms/{id}/messages");
    private static final PathTemplate RESTORES = PathTemplate.of("/api/backups/{id}/restores");

    private final QuotaWatch watch;
    private final Balances balances;
    private final boolean storageIsLimited;
    private final InstantSource clock;
    private final long uploadBytes;

    QuotaFilter(QuotaWatch watch, Balances balances, Plans plans, InstantSource clock, EdgeConfig edge) {
        this.watch = watch;
        this.storageIsLimited =
                plans.all().stream().anyMatch(plan -> plan.limits().containsKey(Meter.STORED_BYTES));
        this.balances = balances;
        this.clock = clock;
        this.uploadBytes = edge.maxUpload().asLongValue();
    }

    void filters(@Observes Filters filters) {
        filters.register(this::check, BEHIND_LIMITS);
    }

    /// What a request to a route uses of a plan.
    static Set<Meter> meters(Route route) {
        if (route.destination() == Destination.GATEWAY) {
            return Set.of();
        }
        Set<Meter> meters = EnumSet.of(Meter.REQUESTS, Meter.RECEIVED_BYTES, Meter.SENT_BYTES);
        if (route.uses().contains(Usage.SOCKETS)) {
            meters.add(Meter.SOCKET_SECONDS);
        }
        if (route.method().equals(HttpMethod.POST) && route.path().equals(MESSAGES)) {
            meters.add(Meter.MESSAGES);
        }
        if (route.method().equals(HttpMethod.POST) && route.path().equals(RESTORES)) {
            meters.add(Meter.STORED_BYTES);
        }
        if (route.uses().contains(Usage.WORKFLOWS)) {
            meters.add(Meter.WORKFLOWS);
        }
        return meters;
    }

    /// Archives of backups are not counted: they go with their files, after a while.
    static boolean isStored(Route route) {
        return route.destination() == Destination.MEDIA && route.body() == BodyLimit.UPLOAD;
    }

    private void check(RoutingContext context) {
        Caller caller = RequestCaller.of(context);
        Route route = CurrentRoute.of(context);
        if (caller.tenant().equals(TenantId.COMMONS)) {
            context.next();
            return;
        }
        Optional<Meter> usedUp = meters(route).stream()
                .filter(meter -> watch.isUsedUp(caller.tenant(), meter))
                .findFirst();
        if (usedUp.isPresent()) {
            refuse(context, usedUp.get(), QuotaText.usedUp(usedUp.get()));
        } else if (storageIsLimited && isStored(route)) {
            checkRoom(context, caller.tenant());
        } else {
            context.next();
        }
    }

    /// Who does not say how much will come needs room for the most that may.
    private void checkRoom(RoutingContext context, TenantId tenant) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        long bytes = length == null ? uploadBytes : Long.parseLong(length);
        context.request().pause();
        balances.recent(tenant)
                .subscribe()
                .with(balance -> checkRoom(context, balance, bytes), failure -> fail(context, failure));
    }

    private void checkRoom(RoutingContext context, Balance balance, long bytes) {
        if (context.response().closed()) {
            return;
        }
        if (balance.allows(Meter.STORED_BYTES, bytes)) {
            context.next();
        } else {
            refuse(context, Meter.STORED_BYTES, QuotaText.of(balance.plan(), Meter.STORED_BYTES));
        }
    }

    private void refuse(RoutingContext context, Meter meter, String detail) {
        if (!meter.isLevel()) {
            long seconds = Month.secondsLeft(clock.instant());
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        Refusal.send(context, Problem.quotaExceeded(detail, List.of(meter.label())));
    }

    private static void fail(RoutingContext context, Throwable failure) {
        if (!context.response().closed()) {
            if (failure instanceof ProblemException problem) {
                Refusal.send(context, problem);
            } else {
                context.fail(failure);
            }
        }
    }
}
