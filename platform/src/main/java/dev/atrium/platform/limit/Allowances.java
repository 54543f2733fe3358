package dev.atrium.platform.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.atrium.platform.identity.Caller;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /// Spends one unit of what the caller may do.
    ///
    /// @return empty if that was possible
    public Optional<Refusal> spend(Caller caller, Usage usage) {
        for (Charge charge : charges.of(Set.of(usage), caller, "", 0)) {
            Optional<Duration> wait = spend(charge);
            if (wait.isPresent()) {
                limiter.refused(charge.policy());
                return Optional.of(new Refusal(charge, wait.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Duration> spend(Charge charge) {
        // Somebody may have another quota in another tenant.
        LocalAllowance allowance =
                allowances.get(charge.key() + ' ' + charge.quota(), _ -> new LocalAllowance(charge.quota()));
        Optional<Duration> wait = allowance.spend(limiter.micros());
        draw(charge, allowance);
        return wait;
    }

    private void draw(Charge charge, LocalAllowance allowance) {
        long amount = allowance.due(limiter.micros());
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
            draw(charge, allowance);
        }
    }
}
