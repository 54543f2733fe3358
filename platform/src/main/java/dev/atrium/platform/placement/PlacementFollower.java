package dev.atrium.platform.placement;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps a [PlacementTable] up to date, on a thread of its own. While Kafka is away the last known
/// placements stay.
///
/// It begins near the end of the topic. Each shard that is open is announced every few seconds, so what is
/// older than the last thousands of records tells only where rooms were once, and there may be a week of
/// it.
public final class PlacementFollower implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PlacementFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /// Announcements of a minute and a half for as many shards as there can be, and of hours for as many as
    /// there are usually. By their number, because clocks differ, and nothing is announced while Kafka is
    /// away.
    private static final long RECENT = 10_000;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final KafkaClients kafka;
    private final Map<String, Object> settings;
    private final PlacementTable table = new PlacementTable();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("placements").daemon().unstarted(this::run);
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile boolean caughtUp;

    private PlacementFollower(KafkaClients kafka) {
        this.kafka = kafka;
        this.settings = Map.of(
                "client.id",
                "placements",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                // Placements come at once all the same: so long the broker waits while there are none.
                "fetch.max.wait.ms",
                5_000,
                "reconnect.backoff.max.ms",
                1_000);
    }

    /// Starts to follow. The topic must exist.
    public static PlacementFollower start(KafkaClients kafka) {
        PlacementFollower follower = new PlacementFollower(kafka);
        follower.thread.start();
        return follower;
    }

    /// What is known by now.
    public PlacementTable table() {
        return table;
    }

    /// Whether all that was announced before the follower began is known, which may be nothing.
    public boolean caughtUp() {
        return caughtUp;
    }

    /// Returns when the thread has ended, or after 3 seconds.
    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                follow();
            } while (!closing.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("interrupted, placements are no longer followed");
        }
    }

    /// Returns after a failure, and when it is closed.
    private void follow() {
        try {
            followUntilFailure();
        } catch (WakeupException e) {
            LOG.debug("closed, placements are no longer followed");
        } catch (KafkaException e) {
            LOG.warnf("placements cannot be read, trying again in %s: %s", PAUSE_AFTER_FAILURE, e.getMessage());
        } catch (Throwable e) {
            // An Error as well: nobody else would go on, and nobody would notice.
            LOG.errorf(e, "a fault while placements are read, trying again in %s", PAUSE_AFTER_FAILURE);
        }
    }

    private void followUntilFailure() {
        Consumer<byte[], byte[]> consumer = kafka.consumer(settings);
        try {
            current = consumer;
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.ROOMS_PLACEMENT.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.beginningOffsets(partitions)
                    .forEach((partition, beginning) ->
                            consumer.seek(partition, recent(beginning, ends.getOrDefault(partition, 0L))));
            while (closing.getCount() > 0 && !partitions.isEmpty()) {
                consumer.poll(POLL).forEach(this::apply);
                if (!caughtUp) {
                    caughtUp =
                            ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                }
            }
        } finally {
            // A farewell would wait for the answer to the fetch that is under way.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    /// Where to begin in a partition.
    static long recent(long beginning, long end) {
        return Math.max(beginning, end - RECENT);
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            table.apply(Placement.of(record));
        } catch (UndecodableException e) {
            LOG.errorf(e, "a placement that no version can have written is passed over: %s", e.getMessage());
        }
    }
}
