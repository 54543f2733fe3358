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
/// may do is drawn from the same quotas some units at a time ([Purse]). For callers with credentials; an
/// address is not known here.
@ApplicationScoped
@IfBuildProperty(name = "atrium.limiter", stringValue = "true")
public class Allowances {

    private static final long PURSES_MAX = 50_000;

    private final Charges charges;
    private final Limiter limiter;
    private final Cache<String, Purse> purses = Caffeine.newBuilder()
            .maximumSize(PURSES_MAX)
            .expireAfter(Expiry.accessing((String _, Purse purse) -> purse.keep()))
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
        Purse purse = purses.get(charge.key() + ' ' + charge.quota(), _ -> new Purse(charge.quota()));
        Optional<Duration> wait = purse.spend(limiter.micros());
        draw(charge, purse);
        return wait;
    }

    private void draw(Charge charge, Purse purse) {
        long amount = purse.due(limiter.micros());
        if (amount > 0) {
            Charge drawn = new Charge(charge.policy(), charge.subject(), charge.quota(), charge.alone(), amount);
            limiter.take(List.of(drawn)).onSuccess(verdict -> drawn(drawn, purse, verdict));
        }
    }

    private void drawn(Charge charge, Purse purse, Verdict verdict) {
        if (verdict.allowed()) {
            purse.filled(charge.cost());
            return;
        }
        Standing standing = verdict.standings().getFirst();
        purse.refused(standing.left(), standing.more(), limiter.micros());
        if (standing.left() > 0) {
            draw(charge, purse);
        }
    }
}
