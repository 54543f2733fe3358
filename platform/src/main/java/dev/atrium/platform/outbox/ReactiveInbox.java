package dev.atrium.platform.outbox;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/// The sibling of [Inbox] for services that use Hibernate Reactive.
public final class ReactiveInbox {

    private static final String INSERT =
            "insert into inbox (consumer, event_id) values (?1, ?2) on conflict (consumer, event_id) do nothing";

    private ReactiveInbox() {}

    /// Marks an event as received; the mark is part of the session's transaction.
    ///
    /// @param consumer name of the consuming feature
    /// @param eventId the CloudEvents id
    /// @return false if it was received before: then do nothing
    public static Uni<Boolean> firstTime(Mutiny.Session session, String consumer, String eventId) {
        return session.createNativeQuery(INSERT)
                .setParameter(1, consumer)
                .setParameter(2, eventId)
                .executeUpdate()
                .map(inserted -> inserted == 1);
    }
}
