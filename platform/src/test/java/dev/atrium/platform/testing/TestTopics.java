package dev.atrium.platform.testing;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Writes and reads topics as other services do.
public final class TestTopics implements AutoCloseable {

    private final String bootstrapServers;

    /// Null until something is written.
    private @Nullable Producer<byte[], byte[]> producer;

    public TestTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /// The topics of the service under test.
    public static TestTopics ofService() {
        return new TestTopics(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    /// Writes events; returns when the broker has them.
    public void send(CloudEvent... events) {
        send(Arrays.stream(events).map(CloudEvent::toRecord).toList());
    }

    /// Writes any record; returns when the broker has it.
    public void send(ProducerRecord<byte[], byte[]> record) {
        send(List.of(record));
    }

    /// All records of a topic that were written until now.
    public List<ConsumerRecord<byte[], byte[]>> all(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /// Those that are about one thing.
    ///
    /// @param subject its id
    public List<ConsumerRecord<byte[], byte[]>> about(Topic topic, String subject) {
        return all(topic).stream()
                .filter(record -> subject.equals(CloudEvent.text(record.headers(), CloudEvent.SUBJECT)))
                .toList();
    }

    /// How many partitions a topic has.
    int partitions(Topic topic) {
        return producer().partitionsFor(topic.topicName()).size();
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<?>> acknowledgements = new ArrayList<>();
        records.forEach(record -> acknowledgements.add(producer().send(record)));
        try {
            for (Future<?> acknowledgement : acknowledgements) {
                Object _ = acknowledgement.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> present = producer;
        if (present == null) {
            present = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            producer = present;
        }
        return present;
    }
}
