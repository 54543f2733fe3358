package dev.atrium.media.testing;

import static dev.atrium.platform.testing.Patience.await;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/// Reads all of `media.events`, or of another topic, as other services do.
public final class MediaEvents implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

    private MediaEvents(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    public static MediaEvents fromTheBeginning() {
        return fromTheBeginning(Topic.MEDIA_EVENTS);
    }

    public static MediaEvents fromTheBeginning(Topic topic) {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new MediaEvents(consumer);
    }

    /// The first `count` records about a file, or what else is the subject, once they are there.
    public List<ConsumerRecord<byte[], byte[]>> about(String file, int count) {
        await().until(() -> {
            poll(Duration.ofMillis(100));
            return soFar(file).size() >= count;
        });
        return soFar(file);
    }

    /// All records about a file that were sent before this call.
    public List<ConsumerRecord<byte[], byte[]>> allAbout(String file) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        await().until(() -> {
            poll(Duration.ofMillis(100));
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        });
        return soFar(file);
    }

    public static CloudEvent decoded(ConsumerRecord<byte[], byte[]> record) {
        return CloudEvent.decode(record).orElseThrow();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void poll(Duration time) {
        consumer.poll(time).forEach(read::add);
    }

    private List<ConsumerRecord<byte[], byte[]>> soFar(String file) {
        return read.stream()
                .filter(record -> file.equals(CloudEvent.text(record.headers(), CloudEvent.SUBJECT)))
                .toList();
    }
}
