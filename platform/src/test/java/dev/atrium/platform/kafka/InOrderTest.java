package dev.atrium.platform.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class InOrderTest {

    private final List<ProducerRecord<byte[], byte[]>> three =
            List.of(new ProducerRecord<>("a", null), new ProducerRecord<>("b", null), new ProducerRecord<>("c", null));

    /// Does not know where a topic is.
    private static final class Lost extends MockProducer<byte[], byte[]> {

        private final String topic;

        Lost(String topic) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.topic = topic;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> one) {
            return one.topic().equals(topic)
                    ? CompletableFuture.failedFuture(new TimeoutException("no metadata"))
                    : super.send(one);
        }
    }

    @Test
    void nothingIsSentBehindWhatCouldNotBe() {
        try (Lost producer = new Lost("b")) {
            assertThrows(ExecutionException.class, () -> InOrder.send(producer, three));

            assertEquals(
                    List.of("a"),
                    producer.history().stream().map(ProducerRecord::topic).toList());
        }
    }

    @Test
    void allAreSent() throws Exception {
        try (Lost producer = new Lost("")) {
            InOrder.send(producer, three);

            assertEquals(3, producer.history().size());
        }
    }

    @Test
    void whatWaitsForCompanyLeavesAtOnce() throws Exception {
        try (MockProducer<byte[], byte[]> lingering =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer())) {
            InOrder.send(lingering, three);

            assertTrue(lingering.flushed());
        }
    }
}
