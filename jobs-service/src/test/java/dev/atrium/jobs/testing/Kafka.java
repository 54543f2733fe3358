package dev.atrium.jobs.testing;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Writes and reads the event topics as other services do.
@ApplicationScoped
public class Kafka {

    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;

    Kafka(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Writes an event, always to the first partition.
    public void send(String eventId, Event event, @Nullable String traceparent) {
        ProducerRecord<byte[], byte[]> record =
                new CloudEvent(eventId, "/test", Instant.now(), traceparent, event).toRecord();
        send(new ProducerRecord<>(record.topic(), 0, record.key(), record.value(), record.headers()));
    }

    /// Writes a record of the room log.
    public void sendLog(ProducerRecord<byte[], byte[]> record) {
        send(record);
    }

    /// Writes any record, to the first partition.
    public void sendRaw(String topic, Map<String, String> headers, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, null, value);
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
        send(record);
    }

    /// Writes events of one room, as a node that has just taken over its shard.
    public void sendRoomEvents(List<RoomEvent> events) {
        int shards = producer.partitionsFor(Topic.ROOMS_LOG.topicName()).size();
        int shard = RoomLogCodec.shard(events.getFirst().room(), shards);
        long epoch = System.currentTimeMillis();
        String attempt = Ids.next().toString();
        send(RoomLogCodec.encode(shard, new RoomLogEntry.ShardOpened(epoch, "test", attempt), Instant.now()));
        for (int i = 0; i < events.size(); i++) {
            send(RoomLogCodec.encode(shard, new RoomLogEntry.Written(epoch, i, events.get(i)), null));
        }
    }

    /// All events of one workflow instance that were written until now.
    public List<Event.WorkflowChanged> changes(String instance) {
        return all(Event.WorkflowChanged.class).stream()
                .filter(change -> change.instanceId().equals(instance))
                .toList();
    }

    /// All events of one type that were written until now.
    public <E extends Event> List<E> all(Class<E> type) {
        List<E> found = new ArrayList<>();
        String topic = Arrays.stream(EventType.values())
                .filter(t -> t.record() == type)
                .findFirst()
                .orElseThrow()
                .topic()
                .topicName();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> CloudEvent.decode(record)
                                .map(CloudEvent::event)
                                .filter(type::isInstance)
                                .map(type::cast)
                                .ifPresent(found::add));
            }
        }
        return found;
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
