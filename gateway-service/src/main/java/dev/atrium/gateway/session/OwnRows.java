package dev.atrium.gateway.session;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/// Transactions that see what belongs to one person, in whichever tenant that person works: row-level
/// security compares each row of such tables with the transaction's setting `atrium.subject`.
public final class OwnRows {

    private static final String SET = "select set_config('atrium.subject', ?1, true)";

    private OwnRows() {}

    /// Runs `work` in a transaction that sees the subject's rows, and the tenant's of tables that
    /// belong to tenants. Commits when its item arrives, rolls back on failure.
    public static <T> Uni<T> of(String subject, TenantId tenant, Function<Mutiny.Session, Uni<T>> work) {
        return TenantTransactions.inTenant(
                tenant, session -> enter(session, subject).chain(() -> work.apply(session)));
    }

    /// Lets a transaction see the subject's rows from now on.
    static Uni<Void> enter(Mutiny.Session session, String subject) {
        return session.createNativeQuery(SET, String.class)
                .setParameter(1, subject)
                .getSingleResult()
                .replaceWithVoid();
    }
}
