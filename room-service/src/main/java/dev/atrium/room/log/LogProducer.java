package dev.atrium.room.log;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.placement.Placement;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends records of all shards of this node in the order in which they are handed over, in common batches: that is our
/// group commit. On a thread of its own, because Kafka's `send` may wait for metadata or memory.
///
/// The queue before it has no bound of its own: each shard bounds what it has on its way.
@ApplicationScoped
public final class LogProducer {

    private static final Logger LOG = Logger.getLogger(LogProducer.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    /// What waits to be sent.
    private sealed interface Outgoing {

        record Entry(
                int shard, RoomLogEntry entry, @Nullable String traceparent, Consumer<Throwable> onFailure)
                implements Outgoing {}

        record Announcement(Placement placement, CompletableFuture<Void> told) implements Outgoing {}

        record Connection() implements Outgoing {}

        record End() implements Outgoing {}
    }

    private final KafkaClients kafka;
    private final Map<String, Object> settings;
    private final InstantSource clock;
    private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("room-log-producer").daemon().unstarted(this::run);
    private @Nullable Producer<byte[], byte[]> producer;

    LogProducer(KafkaClients kafka, InstantSource clock) {
        this.kafka = kafka;
        this.settings = Map.ofEntries(
                Map.entry("client.id", "room-log-producer"),
                Map.entry("acks", "all"),
                Map.entry("enable.idempotence", true),
                // What comes while a batch is on its way waits for the next one: nobody waits when it is quiet, and the
                // busier it is, the more share one round trip, and one flush where the broker flushes per batch.
                Map.entry("linger.ms", 0),
                Map.entry("max.in.flight.requests.per.connection", 1),
                Map.entry("batch.size", 131_072),
                // A leader's death is survived; beyond that the shard is opened anew, so nobody need wait longer.
                Map.entry("request.timeout.ms", 5_000),
                Map.entry("delivery.timeout.ms", 10_000),
                Map.entry("max.block.ms", 5_000),
                Map.entry("reconnect.backoff.max.ms", 1_000));
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /// Sends a claim or a record. Never blocks.
    ///
    /// @param onFailure is called, on some thread, if the record did not reach the log or may not have
    public void send(int shard, RoomLogEntry entry, @Nullable String traceparent, Consumer<Throwable> onFailure) {
        queue.add(new Outgoing.Entry(shard, entry, traceparent, onFailure));
    }

    /// Tells where a shard is served, behind what was handed over before. Never blocks; may be lost, so it is to be
    /// repeated from time to time.
    ///
    /// @return completes, on some thread, when everybody can read it, or it is lost; never if this ends before
    public CompletableFuture<Void> announce(Placement placement) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        queue.add(new Outgoing.Announcement(placement, told));
        return told;
    }

    /// Connects to the log, so that the first record need not wait for that. Never blocks.
    public void connect() {
        queue.add(new Outgoing.Connection());
    }

    /// Sends what waits and ends. To be called after the shards are closed.
    public void close() {
        queue.add(new Outgoing.End());
        try {
            thread.join(CLOSE_TIMEOUT.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            boolean ended = false;
            while (!ended) {
                switch (queue.take()) {
                    case Outgoing.Entry entry -> send(() -> record(entry), () -> {}, entry.onFailure());
                    case Outgoing.Announcement announcement -> tell(announcement);
                    case Outgoing.Connection _ -> connectNow();
                    case Outgoing.End _ -> ended = true;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted, sending ends");
        } finally {
            discardProducer();
        }
    }

    private void tell(Outgoing.Announcement announcement) {
        Runnable done = () -> announcement.told().complete(null);
        send(announcement.placement()::toRecord, done, failure -> {
            announcementFailed(failure);
            done.run();
        });
    }

    private void send(
            Supplier<ProducerRecord<byte[], byte[]>> record, Runnable onSuccess, Consumer<Throwable> onFailure) {
        try {
            Future<RecordMetadata> _ = present().send(record.get(), (_, failure) -> {
                if (failure == null) {
                    onSuccess.run();
                } else {
                    onFailure.accept(failure);
                }
            });
        } catch (Throwable e) {
            // Some failures leave the producer unusable; a new one costs little. An Error must not end the
            // thread either: the node would go on as one that can never write.
            discardProducer();
            onFailure.accept(e);
        }
    }

    private void connectNow() {
        try {
            present().partitionsFor(Topic.ROOMS_LOG.topicName());
            present().partitionsFor(Topic.ROOMS_PLACEMENT.topicName());
        } catch (RuntimeException e) {
            LOG.infof("not connected to the log yet, with the first record it is tried again: error=%s", e);
        }
    }

    private static void announcementFailed(Throwable failure) {
        LOG.infof("a placement was not announced, the next time it is: error=%s", failure);
    }

    private ProducerRecord<byte[], byte[]> record(Outgoing.Entry outgoing) {
        return switch (outgoing.entry()) {
            case RoomLogEntry.ShardOpened claim -> RoomLogCodec.encode(outgoing.shard(), claim, clock.instant());
            case RoomLogEntry.Written written -> RoomLogCodec.encode(outgoing.shard(), written, outgoing.traceparent());
            case RoomLogEntry.Unknown _ -> throw new IllegalArgumentException("an unknown entry cannot be written");
        };
    }

    private Producer<byte[], byte[]> present() {
        Producer<byte[], byte[]> present = producer;
        if (present == null) {
            present = kafka.producer(settings);
            producer = present;
        }
        return present;
    }

    private void discardProducer() {
        Producer<byte[], byte[]> present = producer;
        producer = null;
        if (present != null) {
            present.close(CLOSE_TIMEOUT);
        }
    }
}
