package dev.atrium.room.log;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.roomlog.RoomLogCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/// The shards that one consumer is assigned: hands their records over, pauses those whose owner is behind, commits
/// their checkpoints. Only for the consumer's thread.
final class Assignment implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(Assignment.class);
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(200);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(2);
    /// Nobody serves the shards meanwhile. That they are stored is no condition: the next owners read the log.
    private static final Duration RELEASE_TIMEOUT = Duration.ofMillis(300);

    private final Consumer<byte[], byte[]> consumer;
    private final ShardOwner.Factory factory;
    private final Map<TopicPartition, ShardOwner> owners = new HashMap<>();
    private final Map<TopicPartition, Position> committed = new HashMap<>();
    private final Set<Integer> unservable;
    private long committedAtNanos = System.nanoTime();
    private boolean known;

    /// @param unservable what this node tells the group that it cannot serve: shards that turn out to be
    ///     such are added
    Assignment(Consumer<byte[], byte[]> consumer, ShardOwner.Factory factory, Set<Integer> unservable) {
        this.consumer = consumer;
        this.factory = factory;
        this.unservable = unservable;
    }

    void subscribe() {
        consumer.subscribe(List.of(Topic.ROOMS_LOG.topicName()), this);
    }

    /// Whether the group has told what this node's share is.
    boolean known() {
        return known;
    }

    void handOver(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            ShardOwner owner = owners.get(partition);
            if (owner != null) {
                owner.read(new LogBatch(decode(records.records(partition)), consumer.position(partition)));
            }
        }
        throttle();
        offerShut();
        if (System.nanoTime() - committedAtNanos >= COMMIT_INTERVAL.toNanos()) {
            committedAtNanos = System.nanoTime();
            commit();
        }
    }

    /// Gives up whatever is still owned, because the consumer is gone.
    void lose() {
        owners.values().forEach(ShardOwner::lost);
        owners.clear();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        known = true;
        Map<TopicPartition, OffsetAndMetadata> found = consumer.committed(Set.copyOf(partitions));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            Position from = Optional.ofNullable(found.get(partition))
                    .flatMap(CommitMetadata::read)
                    .map(position -> within(partition, position, ends.getOrDefault(partition, position.offset())))
                    .orElse(Position.START);
            if (from.offset() == 0) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, from.offset());
            }
            committed.put(partition, from);
            owners.put(partition, factory.assigned(partition.partition(), from));
            LOG.infof("assigned shard=%d offset=%d epoch=%d", partition.partition(), from.offset(), from.epoch());
        }
    }

    /// A log that ends before what was committed has lost its last records, as in a power cut. All that is
    /// left of it is checkpointed, so this node goes on at its end. It commits that before the log is longer
    /// again: whoever went on where the lost records ended would pass over what stands in their place.
    private Position within(TopicPartition partition, Position committed, long end) {
        if (committed.offset() <= end) {
            return committed;
        }
        LOG.errorf(
                "Kafka has lost records of which rooms know, they go on from what is in the database:"
                        + " shard=%d offset=%d end=%d",
                partition.partition(), committed.offset(), end);
        Position left = new Position(end, committed.epoch(), committed.next());
        consumer.commitSync(Map.of(partition, CommitMetadata.write(left)), COMMIT_TIMEOUT);
        return left;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, CompletableFuture<Void>> releases = new HashMap<>();
        for (TopicPartition partition : partitions) {
            ShardOwner owner = owners.get(partition);
            if (owner != null) {
                releases.put(partition, owner.release().toCompletableFuture());
            }
        }
        await(releases.values());
        Map<TopicPartition, OffsetAndMetadata> last = new HashMap<>();
        releases.keySet().forEach(partition -> last.put(partition, CommitMetadata.write(checkpointed(partition))));
        partitions.forEach(this::remove);
        try {
            consumer.commitSync(last, COMMIT_TIMEOUT);
        } catch (KafkaException e) {
            LOG.infof("the last checkpoints are not committed, the next owners read a little more: error=%s", e);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(this::remove);
    }

    private static void await(Collection<CompletableFuture<Void>> releases) {
        try {
            CompletableFuture.allOf(releases.toArray(CompletableFuture[]::new))
                    .get(RELEASE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.infof("shards go without their last checkpoint, the next owners read a little more: error=%s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Position checkpointed(TopicPartition partition) {
        ShardOwner owner = owners.get(partition);
        return owner == null ? Position.START : owner.checkpointed();
    }

    private void remove(TopicPartition partition) {
        ShardOwner owner = owners.remove(partition);
        committed.remove(partition);
        if (owner != null) {
            LOG.infof("gave up shard=%d", partition.partition());
            owner.lost();
        }
    }

    private void throttle() {
        Set<TopicPartition> paused = consumer.paused();
        Set<TopicPartition> behind = new HashSet<>();
        owners.forEach((partition, owner) -> {
            if (owner.isBehind()) {
                behind.add(partition);
            }
        });
        if (!behind.equals(paused)) {
            consumer.resume(paused);
            consumer.pause(behind);
        }
    }

    /// Asks the others once for each shard that is shut here. It may come back, if they cannot serve it or
    /// are gone; once it is open here, this node takes its part in it again.
    private void offerShut() {
        boolean more = false;
        for (Map.Entry<TopicPartition, ShardOwner> entry : owners.entrySet()) {
            int shard = entry.getKey().partition();
            if (entry.getValue().isOpen()) {
                unservable.remove(shard);
            }
            more |= entry.getValue().isShut() && unservable.add(shard);
        }
        if (more) {
            LOG.warnf("others are asked to serve what this node cannot: shards=%s", unservable);
            consumer.enforceRebalance("shards that this member cannot serve");
        }
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
        owners.forEach((partition, owner) -> {
            Position position = owner.checkpointed();
            if (!position.equals(committed.put(partition, position))) {
                moved.put(partition, CommitMetadata.write(position));
            }
        });
        if (!moved.isEmpty()) {
            consumer.commitAsync(moved, (_, failure) -> {
                if (failure != null) {
                    LOG.infof("checkpoints are not committed, the next commit includes them: error=%s", failure);
                    moved.keySet().forEach(committed::remove);
                }
            });
        }
    }

    private static List<LogBatch.Entry> decode(List<ConsumerRecord<byte[], byte[]>> records) {
        List<LogBatch.Entry> entries = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                entries.add(new LogBatch.Entry(record.offset(), RoomLogCodec.decode(record)));
            } catch (UndecodableException e) {
                LOG.errorf(e, "a record that no version can have written is passed over: %s", e.getMessage());
            }
        }
        return entries;
    }
}
