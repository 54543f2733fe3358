package dev.atrium.gateway.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/// What tenants have paid for. Of what is told of a subscription the newest counts, in whatever order it
/// comes; a deleted one stays deleted. One that is moved to another tenant is worth nothing to the former.
@ApplicationScoped
class Subscriptions {

    private static final String RECORD = "select record_subscription(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

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
        /// It is applied, but no plan is sold under its prices: it keeps the one that it had, if any.
        UNKNOWN_PRICE
    }

    /// Takes over what was told, in a transaction of the subscription's tenant.
    ///
    /// @param source who told it
    Uni<Outcome> apply(Mutiny.Session session, Caller source, SubscriptionEvent event) {
        String plan = plans.sold(event.prices()).map(Plan::name).orElse("");
        ArrayNode prices = Json.MAPPER.createArrayNode();
        event.prices().forEach(prices::add);
        return session.createNativeQuery(RECORD, Boolean.class)
                .setParameter(1, event.tenant().value())
                .setParameter(2, event.id())
                .setParameter(3, plan)
                .setParameter(4, prices.toString())
                .setParameter(5, event.status())
                .setParameter(6, event.isLive())
                .setParameter(7, event.at())
                .setParameter(8, event.word().number())
                .getSingleResult()
                .chain(recorded -> recorded
                        ? written(session, source, event, plan)
                        : Uni.createFrom().item(Outcome.STALE));
    }

    private Uni<Outcome> written(Mutiny.Session session, Caller source, SubscriptionEvent event, String plan) {
        Outcome outcome = event.isLive() && plan.isEmpty() ? Outcome.UNKNOWN_PRICE : Outcome.APPLIED;
        return audit.done(
                        session,
                        source,
                        Deed.SUBSCRIPTION_CHANGE,
                        event.id(),
                        Map.of("plan", plan, "status", event.status(), "live", event.isLive()))
                .replaceWith(outcome);
    }
}
