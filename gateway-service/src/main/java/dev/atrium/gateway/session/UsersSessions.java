package dev.atrium.gateway.session;

import dev.atrium.platform.identity.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

/// Ends sessions of users who may not act any more. All gateways learn of it within a second of the
/// commit, and close what the sessions had opened.
public final class UsersSessions {

    private static final String END = "endedAt = ?1, validUntil = ?1 where subject = ?2"
            + " and (tenant = ?3 or organisation = ?3) and endedAt is null and validUntil > ?1";

    private UsersSessions() {}

    /// Ends, in the session's transaction, those that belong to a tenant or work in it. The person's
    /// others go on: who administers one tenant has no say in the next.
    ///
    /// @return how many
    public static Uni<Integer> end(Mutiny.Session session, String subject, TenantId tenant, Instant now) {
        return OwnRows.enter(session, subject).chain(() -> SessionRow.update(END, now, subject, tenant.value()));
    }
}
