package dev.atrium.platform.placement;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.event.UndecodableException;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Keeps a [PlacementTable] up to date for as long as the service runs. While Kafka is away the last known placements
/// stay.
@ApplicationScoped
@IfBuildProperty(name = "atrium.placements", stringValue = "true")
public class Placements {

    private static final Logger LOG = Logger.getLogger(Placements.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final Map<String, Object> settings;
    private final TopicSetup topics;
    private final PlacementTable table = new PlacementTable();
    private final Thread worker =
            Thread.ofPlatform().name("placements").daemon().unstarted(this::run);

    Placements(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, TopicSetup topics) {
        this.settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "client.id",
                "placements",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "reconnect.backoff.max.ms",
                1_000);
        this.topics = topics;
    }

    /// What is known by now.
    public PlacementTable table() {
        return table;
    }

    void start(@Observes StartupEvent event) {
        topics.ready().thenRun(worker::start);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.interrupt();
        worker.join(STOP_PATIENCE);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                follow();
                TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAILURE.toNanos());
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("placements are no longer followed");
        }
    }

    /// Returns after a failure.
    private void follow() {
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.ROOMS_PLACEMENT.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!partitions.isEmpty()) {
                consumer.poll(POLL).forEach(this::apply);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warnf("placements cannot be read, trying again in %s: %s", PAUSE_AFTER_FAILURE, e.getMessage());
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            table.apply(Placement.of(record));
        } catch (UndecodableException e) {
            LOG.errorf(e, "a placement that no version can have written is passed over: %s", e.getMessage());
        }
    }
}
