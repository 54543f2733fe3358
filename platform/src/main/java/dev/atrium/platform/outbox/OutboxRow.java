package dev.atrium.platform.outbox;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    /// The statement that inserts many rows: for each column in the order of this record an array of texts.
    static final String INSERT_ALL = "insert into outbox (event_id, topic, key, type, source, subject, tenant, time,"
            + " traceparent, data) select x.event_id, x.topic, x.key, x.type, x.source, x.subject, x.tenant,"
            + " x.time::timestamptz, x.traceparent, x.data from unnest(?::text[], ?::text[], ?::text[], ?::text[],"
            + " ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) with ordinality as x(event_id, topic, key,"
            + " type, source, subject, tenant, time, traceparent, data, n) order by x.n";

    static OutboxRow of(Event event, String application, Instant now) {
        return of(event, application, now, TraceContext.current());
    }

    static OutboxRow of(Event event, String application, Instant now, @Nullable String traceparent) {
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
                Objects.requireNonNullElse(traceparent, ""),
                Json.write(event));
    }
}
