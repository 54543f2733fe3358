package dev.atrium.gateway.user;

import dev.atrium.gateway.apikey.MakersKeys;
import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/// Ends a user. It stays as a row, because others refer to it; its address is free again. Who signs in
/// by a provider loses the keys that it made in the tenant.
@ApplicationScoped
class Deactivation {

    private final Outbox outbox;
    private final Audit audit;
    private final InstantSource clock;

    Deactivation(Outbox outbox, Audit audit, InstantSource clock) {
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// In the session's transaction; once more changes nothing.
    Uni<Void> apply(Mutiny.Session session, Caller actor, UserRow row) {
        if (row.deactivatedAt != null) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        row.deactivatedAt = now;
        row.updatedAt = now;
        return session.flush()
                .chain(() -> row.externalId == null
                        ? Uni.createFrom().item(0)
                        : MakersKeys.revoke("user:" + row.externalId, now))
                .chain(keys -> outbox.add(session, new Event.UserDeactivated(actor.tenant(), row.id.toString()))
                        .chain(() -> audit.done(session, actor, Deed.USER_DEACTIVATE, row.id, Map.of("keys", keys))));
    }
}
