package dev.atrium.room.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.follow.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class AssignmentTest {

    private static final TopicPartition SHARD = new TopicPartition(Topic.ROOMS_LOG.topicName(), 3);

    private final Map<Integer, Position> owned = new HashMap<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final Assignment assignment = new Assignment(consumer, new Owners(), new HashSet<>());

    @Test
    void goesOnWhereItsCheckpointIs() {
        assignedAt(new Position(40, 7, 3), 40);

        assertEquals(Map.of(3, new Position(40, 7, 3)), owned);
        assertEquals(40, consumer.position(SHARD));
    }

    /// And so does whoever comes next, also when the log is longer again.
    @Test
    void ofALogThatHasLostItsLastRecordsGoesOnAtTheEnd() {
        assignedAt(new Position(40, 7, 3), 38);

        assertEquals(Map.of(3, new Position(38, 7, 3)), owned);
        assertEquals(38, consumer.position(SHARD));
        assertEquals(
                CommitMetadata.write(new Position(38, 7, 3)),
                consumer.committed(Set.of(SHARD)).get(SHARD));
    }

    private void assignedAt(Position checkpoint, long end) {
        consumer.updateBeginningOffsets(Map.of(SHARD, 0L));
        consumer.updateEndOffsets(Map.of(SHARD, end));
        consumer.assign(List.of(SHARD));
        consumer.commitSync(Map.of(SHARD, CommitMetadata.write(checkpoint)));

        assignment.onPartitionsAssigned(List.of(SHARD));
    }

    private final class Owners implements ShardOwner.Factory {

        @Override
        public void prepare() {
            // Nothing takes long here.
        }

        @Override
        public ShardOwner assigned(int shard, Position from) {
            owned.put(shard, from);
            return new Owner(from);
        }

        @Override
        public void shards(int count) {
            // It does not matter how many there are.
        }
    }

    private record Owner(Position checkpointed) implements ShardOwner {

        @Override
        public void read(LogBatch batch) {
            throw new IllegalStateException("there is nothing to read");
        }

        @Override
        public boolean isBehind() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public boolean isShut() {
            return false;
        }

        @Override
        public CompletionStage<Void> release() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void lost() {
            // It holds nothing.
        }
    }
}
