package dev.atrium.platform.event;

import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// An event with its context attributes (CloudEvents 1.0, Kafka protocol binding, binary mode).
///
/// @param id unique per event: consumers drop what they have seen
/// @param source the service that wrote it
/// @param traceparent W3C trace context of the request that caused it; null if that was not traced
public record CloudEvent(
        String id, String source, Instant time, @Nullable String traceparent, Event event) {

    /// Header names of the binding, and of our one extension.
    public static final String ID = "ce_id";

    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String TENANT = "ce_tenant";
    public static final String TRACEPARENT = "traceparent";

    /// Reads a record of one of the event topics.
    ///
    /// @return empty for a type that this version does not know
    /// @throws UndecodableException if it is not a CloudEvent or its data do not fit its type
    public static Optional<CloudEvent> decode(ConsumerRecord<?, byte[]> record) {
        try {
            Headers headers = record.headers();
            Optional<EventType> type = EventType.named(required(headers, TYPE));
            if (type.isEmpty()) {
                return Optional.empty();
            }
            Event event = Json.read(record.value(), type.get().record());
            return Optional.of(new CloudEvent(
                    required(headers, ID),
                    required(headers, SOURCE),
                    Instant.parse(required(headers, TIME)),
                    text(headers, TRACEPARENT),
                    event));
        } catch (RuntimeException e) {
            throw new UndecodableException(record, e);
        }
    }

    /// The record that brings the event to its topic.
    public ProducerRecord<byte[], byte[]> toRecord() {
        EventType eventType = EventType.of(event);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(eventType.topic().topicName(), utf8(event.key()), Json.bytes(event));
        Headers headers = record.headers()
                .add(SPEC_VERSION, utf8("1.0"))
                .add(ID, utf8(id))
                .add(TYPE, utf8(eventType.typeName()))
                .add(SOURCE, utf8(source))
                .add(SUBJECT, utf8(event.subject()))
                .add(TENANT, utf8(event.tenant().value()))
                .add(TIME, utf8(time.toString()))
                .add("content-type", utf8("application/json"));
        if (traceparent != null) {
            headers.add(TRACEPARENT, utf8(traceparent));
        }
        return record;
    }

    /// @throws IllegalArgumentException if the header is absent
    public static String required(Headers headers, String name) {
        String value = text(headers, name);
        if (value == null) {
            throw new IllegalArgumentException("the header " + name + " is absent");
        }
        return value;
    }

    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    public static byte[] utf8(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
