package dev.atrium.platform.outbox;

import dev.atrium.platform.event.Event;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;

/// Writes events into the `outbox` table, in the transaction of the change that they tell of. [OutboxRelay] sends them
/// to Kafka once the transaction is committed.
@ApplicationScoped
public class Outbox {

    private final String application;
    private final InstantSource clock;

    Outbox(@ConfigProperty(name = "quarkus.application.name") String application, InstantSource clock) {
        this.application = application;
        this.clock = clock;
    }

    /// Adds an event in the session's transaction.
    public Uni<Void> add(Mutiny.Session session, Event event) {
        OutboxRow row = OutboxRow.of(event, application, clock.instant());
        return session.createNativeQuery(OutboxRow.INSERT + "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
                .setParameter(1, row.id())
                .setParameter(2, row.topic())
                .setParameter(3, row.key())
                .setParameter(4, row.type())
                .setParameter(5, row.source())
                .setParameter(6, row.subject())
                .setParameter(7, row.tenant())
                .setParameter(8, row.time())
                .setParameter(9, row.traceparent())
                .setParameter(10, row.data())
                .executeUpdate()
                .replaceWithVoid();
    }
}
