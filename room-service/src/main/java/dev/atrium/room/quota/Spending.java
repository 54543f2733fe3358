package dev.atrium.room.quota;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.limit.Allowances;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.problem.Problem;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What may be sent on sockets: within the limits of whoever sends, and the plan of its organisation.
@ApplicationScoped
public class Spending {

    /// A plan's quota begins anew with the month; nobody need try before.
    private static final Duration LONG = Duration.ofDays(1);

    private final Allowances allowances;
    private final MessageQuota quota;

    Spending(Allowances allowances, MessageQuota quota) {
        this.allowances = allowances;
        this.quota = quota;
    }

    /// Why something is refused.
    ///
    /// @param retryAfter when it may be tried again
    public record Refusal(Problem problem, Duration retryAfter) {}

    /// What a caller may do of one thing, for what comes often: may be kept as long as the caller is the
    /// same.
    public record Account(Allowances.Account allowance) {

        /// Has as much ready as is about to be spent at once, as far as the limits have it.
        ///
        /// @return completes when that is so, by any thread; never fails
        public Future<Void> prepare(int units) {
            return units == 0 ? Future.succeededFuture() : allowance.prepare(units);
        }

        /// Spends one unit of a limit.
        ///
        /// @return empty if that was possible
        public Optional<Refusal> spend() {
            return allowance.spend(1).map(refusal -> {
                Problem problem = Problem.quotaExceeded(
                        refusal.detail(), List.of(refusal.charge().policy()));
                return new Refusal(problem, refusal.retryAfter());
            });
        }
    }

    /// @param address that the caller comes from; empty if it is not known
    public Account of(Caller caller, String address, Usage usage) {
        return new Account(allowances.of(caller, address, usage));
    }

    /// Spends one unit of a limit.
    ///
    /// @param address that the caller comes from; empty if it is not known
    /// @return empty if that was possible
    public Optional<Refusal> spend(Caller caller, String address, Usage usage) {
        return of(caller, address, usage).spend();
    }

    /// Spends what a new message needs. What is there can be changed, and removed, whatever the plan.
    ///
    /// @param address that the caller comes from; empty if it is not known
    /// @return empty if that was possible
    public Optional<Refusal> spendMessage(Caller caller, String address) {
        return quota.refusal(caller)
                .map(problem -> new Refusal(problem, LONG))
                .or(() -> spend(caller, address, Usage.MESSAGES));
    }
}
