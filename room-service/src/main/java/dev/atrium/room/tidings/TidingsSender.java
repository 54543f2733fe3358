package dev.atrium.room.tidings;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.kafka.Producers;
import dev.atrium.platform.web.Ids;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what is new in the rooms of this node (topic `rooms.tidings`), on a thread of its own, because
/// Kafka's `send` may wait. What cannot be sent is lost: those are hints.
@ApplicationScoped
public final class TidingsSender {

    private static final Logger LOG = Logger.getLogger(TidingsSender.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    /// Of as many rooms it can be said at once that there is something new. While Kafka is away nothing is.
    private static final int QUEUE_MAX = 20_000;

    private final KafkaClients kafka;
    private final String source;
    private final InstantSource clock;
    private final BlockingQueue<Event.RoomTidings> queue = new LinkedBlockingQueue<>(QUEUE_MAX);
    private final Thread thread =
            Thread.ofPlatform().name("room-tidings").daemon().unstarted(this::run);
    private @Nullable Producer<byte[], byte[]> producer;

    TidingsSender(
            KafkaClients kafka,
            @ConfigProperty(name = "quarkus.application.name") String application,
            InstantSource clock) {
        this.kafka = kafka;
        this.source = "/" + application;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /// Never blocks. On any thread.
    public void tell(Event.RoomTidings tidings) {
        if (!queue.offer(tidings)) {
            LOG.debugf("tidings are lost, too many wait: room=%s", tidings.room());
        }
    }

    /// Sends what waits and ends. To be called after the shards are closed.
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(CLOSE_PATIENCE.multipliedBy(2));
    }

    private void run() {
        try {
            while (true) {
                send(queue.take());
            }
        } catch (InterruptedException e) {
            LOG.debug("no more tidings after these");
            queue.forEach(this::send);
        } finally {
            discardProducer();
        }
    }

    private void send(Event.RoomTidings tidings) {
        try {
            CloudEvent event = new CloudEvent(Ids.next().toString(), source, clock.instant(), null, tidings);
            Future<RecordMetadata> _ = present().send(event.toRecord(), (_, failure) -> {
                if (failure != null) {
                    lost(tidings, failure);
                }
            });
        } catch (Throwable e) {
            // Some failures leave the producer unusable; a new one costs little. An Error must not end the thread
            // either.
            discardProducer();
            lost(tidings, e);
        }
    }

    private static void lost(Event.RoomTidings tidings, Throwable failure) {
        LOG.infof("tidings are lost: room=%s error=%s", tidings.room(), failure);
    }

    private Producer<byte[], byte[]> present() {
        Producer<byte[], byte[]> present = producer;
        if (present == null) {
            present = Producers.reliable(kafka, "room-tidings", PATIENCE);
            producer = present;
        }
        return present;
    }

    private void discardProducer() {
        Producer<byte[], byte[]> present = producer;
        producer = null;
        if (present != null) {
            present.close(CLOSE_PATIENCE);
        }
    }
}
