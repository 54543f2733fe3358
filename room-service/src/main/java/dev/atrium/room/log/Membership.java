package dev.atrium.room.log;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.kafka.KafkaClients;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// This node's membership in the consumer group `room-owners`: Kafka assigns it shards, and its consumer reads them.
///
/// One thread does all that a Kafka consumer must do on one thread. A failure of the consumer gives all shards up and
/// joins anew.
@ApplicationScoped
public final class Membership {

    /// The group whose member that is assigned a partition owns the shard.
    public static final String GROUP = "room-owners";

    private static final Logger LOG = Logger.getLogger(Membership.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(6);

    private final KafkaClients kafka;
    private final Map<String, Object> settings;
    private final TopicSetup topics;
    private final ShardOwner.Factory owners;
    /// Shards that were shut in this process and not opened since.
    private final Set<Integer> unservable = ConcurrentHashMap.newKeySet();
    private final CountDownLatch leaving = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("room-owners").daemon().unstarted(this::run);
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile boolean joined;

    Membership(KafkaClients kafka, TopicSetup topics, ShardOwner.Factory owners) {
        this.kafka = kafka;
        this.settings = Map.ofEntries(
                Map.entry("client.id", GROUP),
                Map.entry("group.id", GROUP),
                Map.entry("group.protocol", "classic"),
                // A dead node's shards move after this time; lower than 6 s brokers do not allow.
                Map.entry("session.timeout.ms", 6_000),
                // Members learn from the answer to a heartbeat that shards are to move: this is how long a hand-over
                // waits.
                Map.entry("heartbeat.interval.ms", 100),
                // What is asked of a broker waits until it has answered the fetch before, which is this long if the
                // shards of before are quiet: so long nobody serves one that has just come.
                Map.entry("fetch.max.wait.ms", 100),
                Map.entry("max.poll.interval.ms", 30_000),
                // Shards that stay with their node are not interrupted when others move.
                Map.entry("partition.assignment.strategy", ShardAssignor.class.getName()),
                Map.entry(ShardAssignor.UNSERVABLE, unservable),
                Map.entry("enable.auto.commit", false),
                // A position that is not in the log any more must stop us: going on elsewhere would be silent loss.
                Map.entry("auto.offset.reset", "none"),
                Map.entry("max.poll.records", 2_000),
                Map.entry("default.api.timeout.ms", 10_000),
                Map.entry("reconnect.backoff.max.ms", 1_000));
        this.topics = topics;
        this.owners = owners;
    }

    void start(@Observes StartupEvent event) {
        topics.ready().thenRun(thread::start);
    }

    /// Whether the group has told this node its share, which may be nothing.
    public boolean joined() {
        return joined;
    }

    /// Leaves the group, so that others take the shards over at once; returns when that is done, or after some seconds.
    public void leave() {
        leaving.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(LEAVE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the client of Kafka counts; nothing before there is one.
    Map<MetricName, ? extends Metric> metrics() {
        Consumer<byte[], byte[]> consumer = current;
        return consumer == null ? Map.of() : consumer.metrics();
    }

    private void run() {
        try {
            owners.prepare();
            do {
                beMember();
            } while (!leaving.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("interrupted, the membership ends");
        }
    }

    private void beMember() {
        Consumer<byte[], byte[]> consumer = kafka.consumer(settings);
        Assignment assignment = new Assignment(consumer, owners, unservable);
        current = consumer;
        try {
            owners.shards(countShards(consumer));
            assignment.subscribe();
            while (leaving.getCount() > 0) {
                assignment.handOver(consumer.poll(POLL));
                joined |= assignment.known();
            }
        } catch (WakeupException e) {
            LOG.debug("the membership ends");
        } catch (KafkaException e) {
            LOG.warnf(e, "the membership in %s failed, joining anew in %s", GROUP, PAUSE_AFTER_FAILURE);
        } catch (Throwable e) {
            // An Error as well: this thread is all that gives shards up and takes them.
            LOG.errorf(e, "a fault ended the membership in %s, joining anew in %s", GROUP, PAUSE_AFTER_FAILURE);
        } finally {
            close(consumer);
            assignment.lose();
        }
    }

    private static int countShards(Consumer<byte[], byte[]> consumer) {
        int count = consumer.partitionsFor(Topic.ROOMS_LOG.topicName()).size();
        if (count == 0) {
            throw new KafkaException("the broker does not know the topic yet");
        }
        return count;
    }

    /// Tells the assignment that its shards are revoked, and the group that this member is gone.
    private static void close(Consumer<byte[], byte[]> consumer) {
        try {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        } catch (KafkaException e) {
            LOG.warnf("the consumer did not close cleanly, the group notices by its session's end: error=%s", e);
        }
    }
}
