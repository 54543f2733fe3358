package dev.atrium.platform.outbox;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Writes events into the `outbox` table, in the transaction of the change that they tell of. [OutboxRelay] sends them
/// to Kafka once the transaction is committed.
@ApplicationScoped
public class Outbox {

    private static final String INSERT =
            "insert into outbox (event_id, topic, key, type, source, subject, tenant, time,"
                    + " traceparent, data) values (";

    private final String source;
    private final InstantSource clock;

    Outbox(@ConfigProperty(name = "quarkus.application.name") String application, InstantSource clock) {
        this.source = "/" + application;
        this.clock = clock;
    }

    private record Row(
            String id,
            String topic,
            String key,
            String type,
            String subject,
            String tenant,
            Instant time,
            @Nullable String traceparent,
            String data) {}

    /// Adds an event in the session's transaction.
    public Uni<Void> add(Mutiny.Session session, Event event) {
        Row row = row(event);
        return session.createNativeQuery(INSERT + "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
                .setParameter(1, row.id())
                .setParameter(2, row.topic())
                .setParameter(3, row.key())
                .setParameter(4, row.type())
                .setParameter(5, source)
                .setParameter(6, row.subject())
                .setParameter(7, row.tenant())
                .setParameter(8, row.time())
                .setParameter(9, row.traceparent() == null ? "" : row.traceparent())
                .setParameter(10, row.data())
                .executeUpdate()
                .replaceWithVoid();
    }

    /// Adds an event in the connection's transaction.
    public void add(Connection connection, Event event) throws SQLException {
        Row row = row(event);
        try (PreparedStatement insert = connection.prepareStatement(INSERT + "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, row.id());
            insert.setString(2, row.topic());
            insert.setString(3, row.key());
            insert.setString(4, row.type());
            insert.setString(5, source);
            insert.setString(6, row.subject());
            insert.setString(7, row.tenant());
            insert.setTimestamp(8, Timestamp.from(row.time()));
            insert.setString(9, row.traceparent() == null ? "" : row.traceparent());
            insert.setString(10, row.data());
            insert.executeUpdate();
        }
    }

    private Row row(Event event) {
        EventType type = EventType.of(event);
        return new Row(
                Ids.next().toString(),
                type.topic().topicName(),
                event.key(),
                type.typeName(),
                event.subject(),
                event.tenant().value(),
                clock.instant(),
                TraceContext.current(),
                Json.write(event));
    }
}
