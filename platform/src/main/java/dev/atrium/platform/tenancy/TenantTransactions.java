package dev.atrium.platform.tenancy;

import dev.atrium.platform.identity.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/// Transactions of Hibernate Reactive that see one tenant (GW-8). Row-level security compares each row with the
/// transaction's setting `atrium.tenant`; without it nothing is visible.
public final class TenantTransactions {

    private TenantTransactions() {}

    /// Runs `work` in a transaction that sees the tenant's rows only. Commits when its item arrives, rolls back on
    /// failure. To be called on a Vert.x context, as REST endpoints that return a `Uni` are.
    public static <T> Uni<T> inTenant(TenantId tenant, Function<Mutiny.Session, Uni<T>> work) {
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(TenantSetting.SQL_ORDINAL, String.class)
                        .setParameter(1, tenant.value())
                        .getSingleResult()
                        .flatMap(_ -> work.apply(session))));
    }
}
