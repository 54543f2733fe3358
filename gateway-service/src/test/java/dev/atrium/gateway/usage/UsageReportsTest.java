package dev.atrium.gateway.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.usage.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class UsageReportsTest {

    private static final Caller ADA = new Caller("user:ada", new TenantId("acme"), "ada", Set.of(), Set.of());

    private final Tally tally = new Tally(() -> Instant.parse("2026-03-01T12:00:00Z"), new SimpleMeterRegistry());
    private final UsageReports reports = new UsageReports(tally, List.of(), Instant::now);
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void whatKafkaDidNotTakeIsToldBeforeWhatWasCountedMeanwhile() throws Exception {
        kafka.sendException = new KafkaException("away");
        tally.add(ADA, Meter.REQUESTS, 1);
        reports.tell(kafka);
        tally.add(ADA, Meter.REQUESTS, 2);
        reports.tell(kafka);
        assertEquals(List.of(), told());

        kafka.sendException = null;
        reports.tell(kafka);
        assertEquals(List.of(1L), told());
        reports.tell(kafka);

        assertEquals(List.of(1L, 2L), told());
    }

    private List<Long> told() throws UndecodableException {
        List<Long> amounts = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> sent : kafka.history()) {
            ConsumerRecord<byte[], byte[]> received =
                    new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
            sent.headers().forEach(received.headers()::add);
            if (CloudEvent.decode(received).orElseThrow().event() instanceof Event.UsageReported reported) {
                reported.amounts().forEach(amount -> amounts.add(amount.amount()));
            }
        }
        return amounts;
    }
}
