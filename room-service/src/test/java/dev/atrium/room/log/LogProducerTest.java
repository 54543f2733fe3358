package dev.atrium.room.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.placement.Placement;
import dev.atrium.platform.testing.Patience;
import dev.atrium.room.testing.ComponentTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@ComponentTest
final class LogProducerTest {

    private static final int SHARDS = 8;

    @Inject
    KafkaClients kafka;

    /// Who is sent away then, is sent elsewhere by whoever reads placements.
    @Test
    void thatAShardWasGivenUpIsThereToBeReadWhenItIsSaidToBeTold() throws Exception {
        LogProducer producer = LogParts.startProducer();
        try (Consumer<byte[], byte[]> consumer = kafka.consumer(Map.of())) {
            long before = records(consumer);

            // Of an epoch that is long over: nobody believes it.
            producer.announce(new Placement(3, SHARDS, 0, "nobody", null))
                    .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);

            assertTrue(records(consumer) > before);
        } finally {
            producer.close();
        }
    }

    private static long records(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.ROOMS_PLACEMENT.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        return consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
