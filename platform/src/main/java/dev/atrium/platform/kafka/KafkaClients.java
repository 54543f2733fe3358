package dev.atrium.platform.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Makes all clients of Kafka that are no channels. What an operator says under `kafka`, where the brokers
/// are and how to speak to them, holds for them as it does for channels; what a client of ours rests on
/// wins against it.
///
/// Making a client resolves names and reads files: nothing for an event loop.
@ApplicationScoped
public final class KafkaClients {

    private final Map<String, Object> common;

    /// @param settings what holds for all clients; a `group.id` in it is that of channels
    public KafkaClients(@Identifier("default-kafka-broker") Map<String, Object> settings) {
        Map<String, Object> others = new HashMap<>(settings);
        others.remove("group.id");
        this.common = Map.copyOf(others);
    }

    /// @param own settings of this consumer
    public Consumer<byte[], byte[]> consumer(Map<String, ?> own) {
        return new KafkaConsumer<>(with(own), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// @param own settings of this producer
    public Producer<byte[], byte[]> producer(Map<String, ?> own) {
        return new KafkaProducer<>(with(own), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// @param own settings of this client
    public Admin admin(Map<String, ?> own) {
        return Admin.create(with(own));
    }

    Map<String, Object> with(Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>(common);
        settings.putAll(own);
        return settings;
    }
}
