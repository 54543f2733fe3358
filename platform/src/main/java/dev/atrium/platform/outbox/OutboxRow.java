package dev.atrium.platform.outbox;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.time.Instant;
import java.util.Objects;

/// An event as a row of the table `outbox`.
///
/// @param traceparent of the running request; empty outside of any
record OutboxRow(
        String id,
        String topic,
        String key,
        String type,
        String source,
        String subject,
        String tenant,
        Instant time,
        String traceparent,
        String data) {

    /// The beginning of the statement that inserts a row: ten values in the order of this record are to follow.
    static final String INSERT = "insert into outbox (event_id, topic, key, type, source, subject, tenant, time,"
            + " traceparent, data) values (";

    static OutboxRow of(Event event, String application, Instant now) {
        EventType type = EventType.of(event);
        return new OutboxRow(
                Ids.next().toString(),
                type.topic().topicName(),
                event.key(),
                type.typeName(),
                "/" + application,
                event.subject(),
                event.tenant().value(),
                now,
                Objects.requireNonNullElse(TraceContext.current(), ""),
                Json.write(event));
    }
}
