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
/// may do is drawn from the same quotas some units at a time ([LocalAllowance]).
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

    /// What a caller may do of one thing.
    ///
    /// @param address that the caller comes from; empty if it is not known
    public Account of(Caller caller, String address, Usage usage) {
        return new Account(caller, address, usage);
    }

    private Parts parts(Caller caller, String address, Usage usage) {
        TenantLimits told = charges.told();
        return new Parts(
                told,
                charges.of(usage, caller, address, 1).stream()
                        .map(charge -> new Part(charge, allowance(charge)))
                        .toList());
    }

    /// Somebody may have another quota in another tenant.
    private LocalAllowance allowance(Charge charge) {
        return allowances.get(charge.key() + ' ' + charge.quota(), _ -> new LocalAllowance(charge.quota()));
    }

    private record Part(Charge charge, LocalAllowance allowance) {}

    /// @param told what held for single tenants when these were found out
    private record Parts(TenantLimits told, List<Part> all) {}

    /// What one caller may do of one thing. May be kept as long as the caller is the same, and used by any
    /// thread.
    public final class Account {

        private final Caller caller;
        private final String address;
        private final Usage usage;
        private volatile Parts parts;

        private Account(Caller caller, String address, Usage usage) {
            this.caller = caller;
            this.address = address;
            this.usage = usage;
            this.parts = Allowances.this.parts(caller, address, usage);
        }

        /// Found out anew when other limits hold.
        @SuppressWarnings("ReferenceEquality") // it is the same object as long as nothing else is told
        private List<Part> parts() {
            Parts known = parts;
            if (known.told() != charges.told()) {
                known = Allowances.this.parts(caller, address, usage);
                parts = known;
            }
            return known.all();
        }

        /// Has as much ready as is about to be spent at once, as far as the quotas have it: otherwise who
        /// comes with much would be refused what is only not here yet.
        ///
        /// @return completes when that is so, by any thread; never fails
        public Future<Void> prepare(long units) {
            Future<Void> ready = Future.succeededFuture();
            for (Part part : parts()) {
                Future<Void> one = Allowances.this.prepare(part, units);
                ready = ready.isComplete() ? one : ready.compose(_ -> one);
            }
            return ready;
        }

        /// Spends so many units, or none.
        ///
        /// @param units at least 1
        /// @return empty if that was possible
        public Optional<Refusal> spend(long units) {
            List<Part> all = parts();
            for (int i = 0; i < all.size(); i++) {
                Part part = all.get(i);
                Optional<Duration> wait = part.allowance().spend(units, limiter.micros());
                draw(part.charge(), part.allowance(), wait.isPresent() ? units : 0);
                if (wait.isPresent()) {
                    // What one limit refuses costs nothing of the others.
                    all.subList(0, i).forEach(spent -> spent.allowance().giveBack(units));
                    limiter.refused(part.charge().policy());
                    return Optional.of(new Refusal(part.charge(), wait.get()));
                }
            }
            return Optional.empty();
        }
    }

    private Future<Void> prepare(Part part, long units) {
        if (part.allowance().suffices(units, limiter.micros())) {
            return Future.succeededFuture();
        }
        draw(part.charge(), part.allowance(), units);
        return part.allowance().drawn().compose(_ -> prepare(part, units));
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
