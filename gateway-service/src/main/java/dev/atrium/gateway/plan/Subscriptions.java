package dev.atrium.gateway.plan;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.platform.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/// What tenants have paid for. Of what is told of a subscription the newest counts, in whatever order it
/// comes; a deleted one stays deleted.
@ApplicationScoped
class Subscriptions {

    private static final String PUT = "insert into subscriptions as s (tenant, id, plan, status, live, told_at, word)"
            + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict (tenant, id) do update"
            + " set plan = excluded.plan, status = excluded.status, live = excluded.live, told_at = excluded.told_at,"
            + " word = excluded.word where s.word < 3"
            + " and (excluded.word = 3 or (s.told_at, s.word) <= (excluded.told_at, excluded.word))";

    private final Plans plans;
    private final Audit audit;

    Subscriptions(Plans plans, Audit audit) {
        this.plans = plans;
        this.audit = audit;
    }

    /// What became of an event.
    enum Outcome {
        APPLIED,
        /// Something newer of this subscription is known.
        STALE,
        /// No plan is sold under its prices.
        UNKNOWN_PRICE
    }

    /// Takes over what was told, in a transaction of the subscription's tenant.
    ///
    /// @param source who told it
    Uni<Outcome> apply(Mutiny.Session session, Caller source, SubscriptionEvent event) {
        Optional<Plan> sold = event.prices().stream()
                .flatMap(price -> plans.sold(price).stream())
                .findFirst();
        if (sold.isEmpty()) {
            return Uni.createFrom().item(Outcome.UNKNOWN_PRICE);
        }
        String plan = sold.get().name();
        return session.createNativeQuery(PUT)
                .setParameter(1, event.tenant().value())
                .setParameter(2, event.id())
                .setParameter(3, plan)
                .setParameter(4, event.status())
                .setParameter(5, event.isLive())
                .setParameter(6, event.at())
                .setParameter(7, event.word().number())
                .executeUpdate()
                .chain(written -> written == 0
                        ? Uni.createFrom().item(Outcome.STALE)
                        : audit.done(
                                        session,
                                        source,
                                        Deed.SUBSCRIPTION_CHANGE,
                                        event.id(),
                                        Map.of("plan", plan, "status", event.status(), "live", event.isLive()))
                                .replaceWith(Outcome.APPLIED));
    }
}
