package dev.atrium.platform.testing;

import static dev.atrium.platform.event.CloudEvent.utf8;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.web.Json;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Events as their services write them, for tests of those who read them.
public final class TestEvents {

    private TestEvents() {}

    /// The record that the outbox relay of the event's service would send.
    public static ProducerRecord<byte[], byte[]> record(CloudEvent cloudEvent) {
        EventType type = EventType.of(cloudEvent.event());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                type.topic().topicName(), utf8(cloudEvent.event().key()), Json.bytes(cloudEvent.event()));
        record.headers()
                .add(CloudEvent.SPEC_VERSION, utf8("1.0"))
                .add(CloudEvent.ID, utf8(cloudEvent.id()))
                .add(CloudEvent.TYPE, utf8(type.typeName()))
                .add(CloudEvent.SOURCE, utf8(cloudEvent.source()))
                .add(CloudEvent.SUBJECT, utf8(cloudEvent.event().subject()))
                .add(CloudEvent.TENANT, utf8(cloudEvent.event().tenant().value()))
                .add(CloudEvent.TIME, utf8(cloudEvent.time().toString()))
                .add("content-type", utf8("application/json"));
        return record;
    }
}
