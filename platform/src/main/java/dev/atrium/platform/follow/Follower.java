package dev.atrium.platform.follow;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.roomlog.RoomLogFilter;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Feeds all records of some topics to a [Projection], forever, on a thread of its own. A failure rewinds
/// to the projection's stored positions and tries again; a record that cannot be decoded is passed over,
/// stays in its topic and is an ERROR in the log. Each instance reads everything: it is not part of a
/// consumer group.
///
/// A partition that ends before the stored position, or whose records contradict it
/// ([RoomLogFilter#contradicts]), holds another log than was read, as after a power cut or the loss of
/// Kafka. The projection begins it anew ([Projection#restart]): what is known of the other log would have
/// it pass over what is new.
public final class Follower implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Follower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration PARTITIONS_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final KafkaClients kafka;
    private final Map<String, Object> settings;
    private final List<Topic> topics;
    private final Projection projection;
    private final Thread thread;
    private final Map<TopicPartition, RoomLogFilter> filters = new HashMap<>();
    /// Up to here records were read before. The last one is read again, to see whether it is the same log.
    private final Map<TopicPartition, Long> known = new HashMap<>();
    /// Offsets up to which the projection has applied what it was given.
    private final Map<TopicPartition, Long> reached = new HashMap<>();

    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile boolean closing;
    private volatile boolean caughtUp;

    private Follower(String name, KafkaClients kafka, List<Topic> topics, Projection projection) {
        this.name = name;
        this.kafka = kafka;
        this.settings = Map.of(
                "enable.auto.commit",
                false,
                // Where a position is not in the topic any more we look what that means.
                "auto.offset.reset",
                "none",
                "max.poll.records",
                1_000,
                // Records come at once all the same: so long the broker waits while there are none.
                "fetch.max.wait.ms",
                5_000,
                "client.id",
                name);
        this.topics = List.copyOf(topics);
        this.projection = projection;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /// Starts to follow. The topics must exist.
    public static Follower start(String name, KafkaClients kafka, List<Topic> topics, Projection projection) {
        Follower follower = new Follower(name, kafka, topics, projection);
        follower.thread.start();
        return follower;
    }

    /// Whether all that stood in the topics when the follower started was applied. False again while a projection
    /// that has lost some of what it had applied is given it once more, and while it reads another log than
    /// it had read before.
    public boolean caughtUp() {
        return caughtUp && projection.isIntact();
    }

    /// Returns when the batch in hand is applied, or after 10 seconds.
    @Override
    public void close() {
        closing = true;
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            try {
                followUntilFailure();
            } catch (Throwable e) {
                // An Error as well: nobody else would go on, and nobody would notice.
                if (!closing) {
                    LOG.warnf(e, "%s failed, going on from its stored positions in %s", name, PAUSE_AFTER_FAILURE);
                    pause();
                }
            }
        }
    }

    private void followUntilFailure() throws Exception {
        Consumer<byte[], byte[]> consumer = kafka.consumer(settings);
        try {
            current = consumer;
            follow(consumer);
        } catch (AnotherLogException e) {
            beginAnew(e);
        } finally {
            // A farewell would wait for the answer to the fetch that is under way.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void beginAnew(AnotherLogException found) throws Exception {
        caughtUp = false;
        projection.restart(found.partitions);
        reached.keySet().removeAll(found.partitions);
        LOG.errorf(
                "Kafka has lost what %s had read: %s. What is there is read anew, what the other records said is kept",
                name, found.getMessage());
    }

    private void follow(Consumer<byte[], byte[]> consumer) throws Exception {
        Map<TopicPartition, Long> ends = seek(consumer);
        while (!closing) {
            ConsumerRecords<byte[], byte[]> records;
            try {
                records = consumer.poll(POLL);
            } catch (WakeupException e) {
                return;
            }
            if (!projection.isIntact()) {
                throw new IllegalStateException("some of what was applied is lost");
            }
            if (!records.isEmpty()) {
                apply(consumer, records);
            }
            if (!caughtUp) {
                caughtUp = ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        }
    }

    private Map<TopicPartition, Long> seek(Consumer<byte[], byte[]> consumer) throws Exception {
        List<TopicPartition> partitions = partitions(consumer);
        boolean before = caughtUp;
        // Until it is known what the projection still has.
        caughtUp = false;
        Map<TopicPartition, Position> stored = projection.positions();
        caughtUp = before && hasAllThatWasReached(stored);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        requireSame(stored, ends);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        consumer.assign(partitions);
        filters.clear();
        known.clear();
        Map<TopicPartition, Position> begun = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Position position = stored.getOrDefault(partition, projection.first());
            if (position.equals(Position.END)) {
                position = new Position(ends.getOrDefault(partition, 0L), 0, 0);
                begun.put(partition, position);
            }
            long beginning = beginnings.getOrDefault(partition, 0L);
            long from = fromThere(partition, position, beginning);
            if (partition.topic().equals(Topic.ROOMS_LOG.topicName())) {
                filters.put(partition, new RoomLogFilter(position.epoch(), position.next()));
                known.put(partition, from);
                from = Math.max(from - 1, beginning);
            }
            consumer.seek(partition, from);
        }
        if (!begun.isEmpty()) {
            apply(List.of(), begun);
        }
        // All are known before the first fetch: what is not in it waits until it is answered.
        partitions.forEach(consumer::position);
        return ends;
    }

    private static void requireSame(Map<TopicPartition, Position> stored, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, String> others =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        ends.forEach((partition, end) -> {
            Position position = stored.getOrDefault(partition, Position.START);
            if (position.offset() > end) {
                others.put(
                        partition, "%s was read up to %d and ends at %d".formatted(partition, position.offset(), end));
            }
        });
        if (!others.isEmpty()) {
            throw new AnotherLogException(others.keySet(), String.join(", ", others.values()));
        }
    }

    private long fromThere(TopicPartition partition, Position position, long beginning) {
        if (position.offset() != 0 && position.offset() < beginning) {
            LOG.errorf(
                    "%s goes on behind a gap, what was in it was deleted before it was read: %s from=%d to=%d",
                    name, partition, position.offset(), beginning);
        }
        return Math.max(position.offset(), beginning);
    }

    private boolean hasAllThatWasReached(Map<TopicPartition, Position> stored) {
        return reached.entrySet().stream()
                .allMatch(
                        end -> stored.getOrDefault(end.getKey(), Position.START).offset() >= end.getValue());
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : topics) {
            var found = consumer.partitionsFor(topic.topicName(), PARTITIONS_TIMEOUT);
            if (found.isEmpty()) {
                throw new KafkaException("the topic " + topic.topicName() + " does not exist yet");
            }
            found.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        return partitions;
    }

    private void apply(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) throws Exception {
        List<Followed> batch = new ArrayList<>(records.count());
        Map<TopicPartition, Position> positions = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            RoomLogFilter filter = filters.get(partition);
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                decode(record, filter, batch);
            }
            positions.put(
                    partition,
                    new Position(
                            consumer.position(partition),
                            filter == null ? 0 : filter.epoch(),
                            filter == null ? 0 : filter.next()));
        }
        apply(batch, positions);
    }

    private void apply(List<Followed> batch, Map<TopicPartition, Position> positions) throws Exception {
        projection.apply(batch, positions);
        positions.forEach((partition, position) -> reached.put(partition, position.offset()));
    }

    private void decode(ConsumerRecord<byte[], byte[]> record, @Nullable RoomLogFilter filter, List<Followed> batch) {
        try {
            if (filter == null) {
                CloudEvent.decode(record).ifPresent(event -> batch.add(new Followed.Elsewhere(event)));
                return;
            }
            RoomLogEntry entry = RoomLogCodec.decode(record);
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            boolean isKnown = record.offset() < known.getOrDefault(partition, 0L);
            if (isKnown ? !filter.mayHaveRead(entry) : filter.contradicts(entry)) {
                throw new AnotherLogException(
                        Set.of(partition),
                        "%s@%d is not of the log that was read".formatted(partition, record.offset()));
            }
            if (isKnown) {
                return;
            }
            if (filter.isUnclaimed(entry)) {
                LOG.errorf(
                        "%s passes over a record before any claim, the log's beginning is missing: %s-%d@%d",
                        name, record.topic(), record.partition(), record.offset());
            }
            if (filter.counts(entry) && entry instanceof RoomLogEntry.Written written) {
                batch.add(new Followed.InRoom(written.event()));
            }
        } catch (UndecodableException e) {
            LOG.errorf(e, "%s passes over a record that it cannot read: %s", name, e.getMessage());
        }
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAILURE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private static final class AnotherLogException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient Set<TopicPartition> partitions;

        AnotherLogException(Set<TopicPartition> partitions, String message) {
            super(message);
            this.partitions = Set.copyOf(partitions);
        }
    }
}
