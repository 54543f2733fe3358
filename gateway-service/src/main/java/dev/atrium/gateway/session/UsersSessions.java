package dev.atrium.gateway.session;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/// Ends sessions of users who may not act any more. All gateways learn of it within a second of the
/// commit, and close what the sessions had opened; other services by an event.
@ApplicationScoped
public class UsersSessions {

    private static final String LIVE =
            "subject = ?1 and (tenant = ?2 or organisation = ?2) and endedAt is null and validUntil > ?3 order by id";

    private final Outbox outbox;

    UsersSessions(Outbox outbox) {
        this.outbox = outbox;
    }

    /// Ends, in the session's transaction, those that belong to a tenant or work in it. The person's
    /// others go on: who administers one tenant has no say in the next.
    ///
    /// @return how many
    public Uni<Integer> end(Mutiny.Session session, String subject, TenantId tenant, Instant now) {
        return OwnRows.enter(session, subject)
                .chain(() -> SessionRow.<SessionRow>find(LIVE, subject, tenant.value(), now)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .list())
                .chain(rows -> end(session, rows, now).replaceWith(rows.size()));
    }

    private Uni<Void> end(Mutiny.Session session, List<SessionRow> rows, Instant now) {
        rows.forEach(row -> row.end(now));
        Uni<Void> done = session.flush();
        for (SessionRow row : rows) {
            done = done.chain(() -> outbox.add(session, row.ended()));
        }
        return done;
    }
}
