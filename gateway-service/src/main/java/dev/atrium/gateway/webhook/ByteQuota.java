package dev.atrium.gateway.webhook;

import dev.atrium.gateway.edge.SameContext;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.Limiter;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.limit.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How many bytes the sources of one owner may deliver: what is accepted is kept for days, and whoever
/// registers a source signs what it delivers.
@ApplicationScoped
class ByteQuota {

    private static final Set<Usage> BYTES = Set.of(Usage.WEBHOOK_BYTES);

    private final Limiter limiter;
    private final Charges charges;

    ByteQuota(Limiter limiter, Charges charges) {
        this.limiter = limiter;
        this.charges = charges;
    }

    /// Takes what a delivery needs.
    ///
    /// @return why not; empty if it was taken
    Uni<Optional<Verdict>> take(KnownSource source, int bytes) {
        List<Charge> due = charges.of(BYTES, source.owner(), "", bytes);
        if (due.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return SameContext.keep(
                        Uni.createFrom().completionStage(() -> limiter.take(due).toCompletionStage()))
                .map(verdict -> verdict.allowed() ? Optional.empty() : Optional.of(counted(verdict)));
    }

    private Verdict counted(Verdict refusal) {
        refusal.violatedPolicies().forEach(limiter::refused);
        return refusal;
    }
}
