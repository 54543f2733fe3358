package dev.atrium.gateway.ratelimit;

import dev.atrium.gateway.edge.ClientAddress;
import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.Limiter;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.limit.Verdict;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Charges downloads for what they carry, which is known when the answer comes.
@ApplicationScoped
public class DownloadLimit {

    private final Limiter limiter;
    private final Charges charges;

    DownloadLimit(Limiter limiter, Charges charges) {
        this.limiter = limiter;
        this.charges = charges;
    }

    /// Whether the answer to a request is charged.
    public boolean concerns(RoutingContext context) {
        return CurrentRoute.of(context).uses().contains(Usage.DOWNLOADED_BYTES)
                && !context.request().method().equals(HttpMethod.HEAD);
    }

    /// Charges an answer before its first byte is passed on; one of unknown length when it has ended.
    ///
    /// @param length as the answer has it; null if it has none
    /// @return whether it may be passed on; if not, the client has been told so. Never fails
    public Future<Boolean> admit(RoutingContext context, @Nullable String length) {
        if (length == null) {
            context.addEndHandler(_ -> {
                Future<Verdict> _ = take(context, context.response().bytesWritten());
            });
            return Future.succeededFuture(true);
        }
        return take(context, Long.parseLong(length)).map(verdict -> decided(context, verdict));
    }

    private Future<Verdict> take(RoutingContext context, long bytes) {
        List<Charge> due = charges.of(
                Usage.DOWNLOADED_BYTES, RequestCaller.of(context), ClientAddress.of(context), Math.max(1, bytes));
        return due.isEmpty() ? Future.succeededFuture(Verdict.FREE) : limiter.take(due);
    }

    private boolean decided(RoutingContext context, Verdict verdict) {
        if (context.response().closed()) {
            return false;
        }
        if (!verdict.allowed()) {
            LimitRefusal.send(context, verdict, limiter);
        } else if (!verdict.standings().isEmpty()) {
            RateLimitFields.set(
                    context.response().headers(), RateLimit.verdict(context).then(verdict));
        }
        return verdict.allowed();
    }
}
