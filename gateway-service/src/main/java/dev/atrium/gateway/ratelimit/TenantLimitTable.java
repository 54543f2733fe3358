package dev.atrium.gateway.ratelimit;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.upkeep.Question;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.TenantLimits;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;

/// The limits that the operator has set for single tenants.
@ApplicationScoped
class TenantLimitTable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String ALL = "select tenant, limits from all_tenant_limits()";
    private static final String FIND = "select limits from tenant_limits where tenant = ?1";
    private static final String SET = "insert into tenant_limits (tenant, limits, changed_by, changed_at)"
            + " values (?1, ?2, ?3, ?4) on conflict (tenant) do update set limits = excluded.limits,"
            + " changed_by = excluded.changed_by, changed_at = excluded.changed_at";
    private static final String UNSET = "delete from tenant_limits where tenant = ?1";

    private final Pool pool;
    private final Audit audit;
    private final InstantSource clock;

    TenantLimitTable(Pool pool, Audit audit, InstantSource clock) {
        this.pool = pool;
        this.audit = audit;
        this.clock = clock;
    }

    /// Of all tenants.
    Uni<TenantLimits> all() {
        return Question.ask(pool, ALL, Tuple.tuple(), PATIENCE)
                .map(rows -> new TenantLimits(StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(
                                row -> new TenantId(row.getString("tenant")),
                                row -> TenantLimits.limits(row.getString("limits"))))));
    }

    /// Of one; empty if nothing is set.
    Uni<Map<String, Quota>> find(TenantId tenant) {
        return TenantTransactions.inTenant(
                tenant,
                session -> session.createNativeQuery(FIND, String.class)
                        .setParameter(1, tenant.value())
                        .getSingleResultOrNull()
                        .map(line -> line == null ? Map.of() : TenantLimits.limits(line)));
    }

    /// Sets these, and no others.
    ///
    /// @param operator who says so
    Uni<Void> set(Caller operator, TenantId tenant, Map<String, Quota> limits) {
        String line = TenantLimits.text(limits);
        return TenantTransactions.inTenant(
                tenant,
                session -> session.createNativeQuery(SET)
                        .setParameter(1, tenant.value())
                        .setParameter(2, line)
                        .setParameter(3, operator.subject())
                        .setParameter(4, clock.instant())
                        .executeUpdate()
                        .chain(() -> written(session, operator, tenant, line)));
    }

    /// Takes back what was set.
    Uni<Void> unset(Caller operator, TenantId tenant) {
        return TenantTransactions.inTenant(
                tenant,
                session -> session.createNativeQuery(UNSET)
                        .setParameter(1, tenant.value())
                        .executeUpdate()
                        .chain(deleted ->
                                deleted == 0 ? Uni.createFrom().voidItem() : written(session, operator, tenant, "")));
    }

    private Uni<Void> written(Mutiny.Session session, Caller operator, TenantId tenant, String limits) {
        return audit.done(
                session, Operator.in(tenant, operator), Deed.LIMITS_SET, tenant.value(), Map.of("limits", limits));
    }
}
