package dev.atrium.gateway.plan;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.usage.Meter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/// Which tenant has which plan.
@ApplicationScoped
public class TenantPlans {

    private static final String PLAN = "select plan_of(?1, ?2)";
    private static final String SET = "insert into plans (tenant, plan, changed_by, changed_at) values (?1, ?2, ?3, ?4)"
            + " on conflict (tenant) do update set plan = excluded.plan, changed_by = excluded.changed_by,"
            + " changed_at = excluded.changed_at";
    private static final String UNSET = "delete from plans where tenant = ?1";

    private final Plans plans;
    private final Audit audit;
    private final InstantSource clock;

    TenantPlans(Plans plans, Audit audit, InstantSource clock) {
        this.plans = plans;
        this.audit = audit;
        this.clock = clock;
    }

    /// Ends what needs more of a level than the plan of the transaction's tenant has.
    ///
    /// @param present how much there is
    /// @throws ProblemException `quota-exceeded` if there is no room for one more
    public Uni<Void> demandRoom(Mutiny.Session session, TenantId tenant, Meter meter, long present) {
        return find(session, tenant)
                .invoke(plan -> {
                    if (!new Balance(plan, Map.of(meter, present)).allows(meter, 1)) {
                        throw ProblemException.quotaExceeded(QuotaText.of(plan, meter), meter.label());
                    }
                })
                .replaceWithVoid();
    }

    /// Has a tenant have a plan, whatever it has paid for.
    ///
    /// @param operator who says so
    /// @throws ProblemException `invalid-request` if there is no such plan
    Uni<Plan> set(Caller operator, TenantId tenant, String name) {
        Plan plan = plans.find(name)
                .orElseThrow(() -> ProblemException.invalidProperty("/plan", "names no plan; see /api/plans"));
        return TenantTransactions.inTenant(
                        tenant,
                        session -> session.createNativeQuery(SET)
                                .setParameter(1, tenant.value())
                                .setParameter(2, plan.name())
                                .setParameter(3, operator.subject())
                                .setParameter(4, clock.instant())
                                .executeUpdate()
                                .chain(() -> written(session, operator, tenant, plan.name())))
                .replaceWith(plan);
    }

    /// Takes that back: what the tenant has paid for counts again, or else the standard plan.
    Uni<Void> unset(Caller operator, TenantId tenant) {
        return TenantTransactions.inTenant(
                tenant,
                session -> session.createNativeQuery(UNSET)
                        .setParameter(1, tenant.value())
                        .executeUpdate()
                        .chain(deleted ->
                                deleted == 0 ? Uni.createFrom().voidItem() : written(session, operator, tenant, "")));
    }

    private Uni<Void> written(Mutiny.Session session, Caller operator, TenantId tenant, String plan) {
        return audit.done(session, Operator.in(tenant, operator), Deed.PLAN_SET, tenant.value(), Map.of("plan", plan));
    }

    private Uni<Plan> find(Mutiny.Session session, TenantId tenant) {
        return session.createNativeQuery(PLAN, String.class)
                .setParameter(1, tenant.value())
                .setParameter(2, plans.standard().name())
                .getSingleResult()
                .map(plans::named);
    }
}
