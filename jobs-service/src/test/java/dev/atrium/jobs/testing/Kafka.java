package dev.atrium.jobs.testing;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.TestRoomLog;
import dev.atrium.platform.testing.TestTopics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Writes and reads the event topics as other services do.
@ApplicationScoped
public class Kafka {

    private final TestTopics topics;
    private final TestRoomLog log;

    Kafka(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.topics = new TestTopics(bootstrapServers);
        this.log = new TestRoomLog(topics);
    }

    /// Writes an event, always to the first partition.
    public void send(String eventId, Event event, @Nullable String traceparent) {
        ProducerRecord<byte[], byte[]> record =
                new CloudEvent(eventId, "/test", Instant.now(), traceparent, event).toRecord();
        topics.send(new ProducerRecord<>(record.topic(), 0, record.key(), record.value(), record.headers()));
    }

    /// Writes a record of the room log.
    public void sendLog(ProducerRecord<byte[], byte[]> record) {
        topics.send(record);
    }

    /// Writes any record, to the first partition.
    public void sendRaw(String topic, Map<String, String> headers, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, null, value);
        headers.forEach((name, text) -> record.headers().add(name, CloudEvent.utf8(text)));
        topics.send(record);
    }

    /// Writes events of one room, as a node that has just taken over its shard.
    public void sendRoomEvents(List<RoomEvent> events) {
        log.takeOver(log.shard(events.getFirst().room()));
        events.forEach(log::write);
    }

    /// All events of one workflow instance that were written until now.
    public List<Event.WorkflowChanged> changes(String instance) {
        return all(Event.WorkflowChanged.class).stream()
                .filter(change -> change.instanceId().equals(instance))
                .toList();
    }

    /// What the audit trail was told about a tenant until now, in its order: who did what, and the details.
    public List<String> deeds(String tenant) {
        return all(Event.Audited.class).stream()
                .filter(deed -> deed.tenant().value().equals(tenant))
                .map(deed -> deed.actor().subject() + " " + deed.action() + " " + new TreeMap<>(deed.detail()))
                .toList();
    }

    /// All events of one type that were written until now.
    public <E extends Event> List<E> all(Class<E> type) {
        Topic topic = Arrays.stream(EventType.values())
                .filter(t -> t.record() == type)
                .findFirst()
                .orElseThrow()
                .topic();
        return topics.all(topic).stream()
                .map(CloudEvent::decode)
                .flatMap(Optional::stream)
                .map(CloudEvent::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
