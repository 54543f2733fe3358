package dev.atrium.gateway.testing;

import dev.atrium.platform.event.CloudEvent;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/// What other services tell the gateway.
public final class Reports {

    private Reports() {}

    /// Writes the events to their topics; returns when they are there.
    public static void send(CloudEvent... events) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                "linger.ms",
                50);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (CloudEvent event : events) {
                Future<RecordMetadata> _ = producer.send(event.toRecord());
            }
        }
    }
}
