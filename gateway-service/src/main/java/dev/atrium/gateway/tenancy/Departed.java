package dev.atrium.gateway.tenancy;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/// Whom a tenant has let go, although the identity provider may still give them access tokens for a
/// while: they get nothing there that would outlive such a token.
public final class Departed {

    private static final String USER = "user:";

    /// Shared locks, in the order in which a deletion locks: it comes before this transaction, or ends what
    /// this transaction has made.
    private static final String DELETED =
            "select deleted from synchronised_users where tenant = ?1 and external_id = ?2 for share";

    private static final String DEACTIVATED =
            "select deactivated_at is not null from users where tenant = ?1 and external_id = ?2 for share";

    /// Organisations of ours say by the membership who belongs to them.
    private static final String OURS = "select exists (select from organisations where tenant = ?1)";

    private Departed() {}

    /// To be called first in a transaction of the caller's tenant, or behind what changes these rows itself.
    ///
    /// @throws ProblemException `forbidden` for a user whom the provider has deleted, or an
    ///     administrator has deactivated, in the tenant of a provider's organisation
    public static Uni<Void> demandPresent(Mutiny.Session session, Caller caller) {
        if (!caller.subject().startsWith(USER)) {
            return Uni.createFrom().voidItem();
        }
        return isGone(session, DELETED, caller)
                .chain(deleted -> deleted ? yes() : isGone(session, DEACTIVATED, caller))
                .chain(gone -> gone ? isOurs(session, caller).map(ours -> !ours) : no())
                .invoke(Departed::demandNot)
                .replaceWithVoid();
    }

    private static Uni<Boolean> isGone(Mutiny.Session session, String sql, Caller caller) {
        return session.createNativeQuery(sql, Boolean.class)
                .setParameter(1, caller.tenant().value())
                .setParameter(2, caller.subject().substring(USER.length()))
                .getSingleResultOrNull()
                .map(Boolean.TRUE::equals);
    }

    private static Uni<Boolean> isOurs(Mutiny.Session session, Caller caller) {
        return session.createNativeQuery(OURS, Boolean.class)
                .setParameter(1, caller.tenant().value())
                .getSingleResult();
    }

    private static Uni<Boolean> yes() {
        return Uni.createFrom().item(true);
    }

    private static Uni<Boolean> no() {
        return Uni.createFrom().item(false);
    }

    private static void demandNot(boolean gone) {
        if (gone) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Your account in this organisation has ended.");
        }
    }
}
