package dev.atrium.gateway.ratelimit;

import dev.atrium.gateway.edge.Refusal;
import dev.atrium.platform.limit.Limiter;
import dev.atrium.platform.limit.Verdict;
import dev.atrium.platform.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/// Tells a client which limits refuse what it wants, and when it may come again.
final class LimitRefusal {

    private LimitRefusal() {}

    static void send(RoutingContext context, Verdict verdict, Limiter limiter) {
        RateLimitFields.set(context.response().headers(), verdict);
        long seconds = verdict.retryAfter().toSeconds();
        context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        List<String> policies = verdict.violatedPolicies();
        policies.forEach(limiter::refused);
        Refusal.send(context, Problem.quotaExceeded(verdict.detail(), policies));
    }
}
