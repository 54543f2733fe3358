package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Role;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Ends keys whose makers may not act any more. Works in the running transaction, and on its tenant's
/// keys only; other gateways refuse them within a second of its commit, and end their sockets.
public final class MakersKeys {

    private static final String ROLE = "select role from memberships where subject = ?1";

    private MakersKeys() {}

    /// Ends the keys of one maker.
    ///
    /// @return how many
    public static Uni<Integer> revoke(String subject, Instant now) {
        return ApiKeyRow.update("revokedAt = ?1 where subject = ?2 and revokedAt is null", now, subject);
    }

    /// What the maker of a key is in the transaction's organisation; null if it is no member, or the
    /// organisation is none of ours.
    static Uni<@Nullable Role> role(Mutiny.Session session, String subject) {
        return session.createNativeQuery(ROLE, String.class)
                .setParameter(1, subject)
                .getSingleResultOrNull()
                .map(role -> role == null ? null : Role.labelled(role));
    }

    /// Ends all keys of the tenant.
    ///
    /// @return how many
    public static Uni<Integer> revokeAll(Instant now) {
        return ApiKeyRow.update("revokedAt = ?1 where revokedAt is null", now);
    }
}
