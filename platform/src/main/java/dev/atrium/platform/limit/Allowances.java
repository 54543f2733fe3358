package dev.atrium.platform.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.atrium.platform.identity.Caller;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Decides about small things at once, of which there are too many to ask Redis about each: what somebody
/// may do is drawn from the same quotas some units at a time ([LocalAllowance]). For callers with credentials; an
/// address is not known here.
@ApplicationScoped
@IfBuildProperty(name = "atrium.limiter", stringValue = "true")
public class Allowances {

    private static final long ALLOWANCES_MAX = 50_000;

    private final Charges charges;
    private final Limiter limiter;
    private final Cache<String, LocalAllowance> allowances = Caffeine.newBuilder()
            .maximumSize(ALLOWANCES_MAX)
            .expireAfter(Expiry.accessing((String _, LocalAllowance allowance) -> allowance.keep()))
            .build();

    Allowances(Charges charges, Limiter limiter) {
        this.charges = charges;
        this.limiter = limiter;
    }

    /// Why something is refused.
    ///
    /// @param charge the limit that was reached
    /// @param retryAfter when it may be tried again
    public record Refusal(Charge charge, Duration retryAfter) {

        /// What to tell the client.
        public String detail() {
            return charge.limit() + " Come again in " + Math.ceilDiv(retryAfter.toMillis(), 1_000) + " s.";
        }
    }

    /// Has as much ready as somebody is about to spend at once, as far as the quotas have it: otherwise who comes with
    /// much would be refused what is only not here yet.
    ///
    /// @return completes when that is so, by any thread; never fails
    public Future<Void> prepare(Caller caller, Usage usage, long units) {
        Future<Void> ready = Future.succeededFuture();
        for (Charge charge : charges.of(usage, caller, "", 1)) {
            Future<Void> one = prepare(charge, allowance(charge), units);
            ready = ready.isComplete() ? one : ready.compose(_ -> one);
        }
        return ready;
    }

    private Future<Void> prepare(Charge charge, LocalAllowance allowance, long units) {
        if (allowance.suffices(units, limiter.micros())) {
            return Future.succeededFuture();
        }
        draw(charge, allowance, units);
        return allowance.drawn().compose(_ -> prepare(charge, allowance, units));
    }

    /// Spends some of what the caller may do, or nothing.
    ///
    /// @param units at least 1
    /// @return empty if that was possible
    public Optional<Refusal> spend(Caller caller, Usage usage, long units) {
        for (Charge charge : charges.of(usage, caller, "", 1)) {
            Optional<Duration> wait = spend(charge, units);
            if (wait.isPresent()) {
                limiter.refused(charge.policy());
                return Optional.of(new Refusal(charge, wait.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Duration> spend(Charge charge, long units) {
        LocalAllowance allowance = allowance(charge);
        Optional<Duration> wait = allowance.spend(units, limiter.micros());
        draw(charge, allowance, wait.isPresent() ? units : 0);
        return wait;
    }

    /// Somebody may have another quota in another tenant.
    private LocalAllowance allowance(Charge charge) {
        return allowances.get(charge.key() + ' ' + charge.quota(), _ -> new LocalAllowance(charge.quota()));
    }

    /// @param units that should be here afterwards, if that is more than usual
    private void draw(Charge charge, LocalAllowance allowance, long units) {
        long amount = allowance.due(units, limiter.micros());
        if (amount > 0) {
            Charge drawn = new Charge(charge.policy(), charge.subject(), charge.quota(), charge.alone(), amount);
            limiter.take(List.of(drawn)).onSuccess(verdict -> drawn(drawn, allowance, verdict));
        }
    }

    private void drawn(Charge charge, LocalAllowance allowance, Verdict verdict) {
        if (verdict.allowed()) {
            allowance.filled(charge.cost());
            return;
        }
        Standing standing = verdict.standings().getFirst();
        allowance.refused(standing.left(), standing.more(), limiter.micros());
        if (standing.left() > 0) {
            draw(charge, allowance, 0);
        }
    }
}
