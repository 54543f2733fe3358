package dev.atrium.gateway.user;

import dev.atrium.gateway.apikey.MakersKeys;
import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.organisation.Departures;
import dev.atrium.gateway.session.UsersSessions;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Ends a user. It stays as a row, because others refer to it; its address is free again, and [Erasure] forgets who
/// it was. Who signs in
/// by a provider loses what it has in the tenant, and there only: the membership, the keys that it made,
/// and the sessions that belong to the tenant or work in it.
@ApplicationScoped
class Deactivation {

    private final Departures departures;
    private final UsersSessions sessions;
    private final Outbox outbox;
    private final Audit audit;
    private final InstantSource clock;

    Deactivation(Departures departures, UsersSessions sessions, Outbox outbox, Audit audit, InstantSource clock) {
        this.departures = departures;
        this.sessions = sessions;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// In the session's transaction; once more changes nothing.
    ///
    /// @param actor as who it is written down
    /// @param responsible subject of who wants it; null if that is not known any more
    /// @return false if the user is a member above who wants it: nothing has changed
    Uni<Boolean> apply(Mutiny.Session session, Caller actor, @Nullable String responsible, UserRow row) {
        if (row.deactivatedAt != null) {
            return Uni.createFrom().item(true);
        }
        if (row.externalId == null) {
            return deactivate(session, actor, row, Map.of("keys", 0)).replaceWith(true);
        }
        String subject = subject(row.externalId);
        return departures
                .remove(session, actor.tenant(), responsible, subject)
                .chain(outcome -> outcome == Departures.Outcome.REFUSED
                        ? Uni.createFrom().item(false)
                        : end(session, actor, subject)
                                .chain(ended -> deactivate(session, actor, row, ended))
                                .replaceWith(true));
    }

    /// The same for somebody of whom nothing was known but that it is deleted.
    Uni<Boolean> apply(Mutiny.Session session, Caller actor, @Nullable String responsible, String externalId) {
        String subject = subject(externalId);
        return departures
                .remove(session, actor.tenant(), responsible, subject)
                .chain(outcome -> outcome == Departures.Outcome.REFUSED
                        ? Uni.createFrom().item(false)
                        : end(session, actor, subject)
                                .chain(ended -> audit.done(session, actor, Deed.USER_DEACTIVATE, externalId, ended))
                                .replaceWith(true));
    }

    /// @return how much of what has ended
    private Uni<Map<String, Integer>> end(Mutiny.Session session, Caller actor, String subject) {
        Instant now = Timestamps.now(clock);
        return MakersKeys.revoke(subject, now)
                .chain(keys -> sessions.end(session, subject, actor.tenant(), now)
                        .map(ended -> Map.of("keys", keys, "sessions", ended)));
    }

    private Uni<Void> deactivate(Mutiny.Session session, Caller actor, UserRow row, Map<String, Integer> ended) {
        row.deactivatedAt = Timestamps.now(clock);
        row.updatedAt = row.deactivatedAt;
        return session.flush()
                .chain(() -> outbox.add(session, new Event.UserDeactivated(actor.tenant(), row.id.toString())))
                .chain(() -> audit.done(session, actor, Deed.USER_DEACTIVATE, row.id, ended));
    }

    private static String subject(String externalId) {
        return "user:" + externalId;
    }
}
