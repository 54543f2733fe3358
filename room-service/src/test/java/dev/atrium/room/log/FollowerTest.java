package dev.atrium.room.log;

import static dev.atrium.platform.testing.Patience.await;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Follower;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.room.testing.ComponentTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@ComponentTest
final class FollowerTest {

    @Inject
    KafkaClients kafka;

    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger applied = new AtomicInteger();

    @Test
    void goesOnAfterAnErrorAsAfterAnException() {
        try (Follower follower = Follower.start("follower-test", kafka, List.of(Topic.ROOMS_LOG), new WithFaults())) {
            await().until(() -> applied.get() > 0 && follower.caughtUp());
        }
    }

    /// Meets two faults first.
    private final class WithFaults implements Projection {

        @Override
        public Map<TopicPartition, Position> positions() {
            return Map.of();
        }

        @Override
        public Position first() {
            return Position.END;
        }

        @Override
        public void apply(List<Followed> batch, Map<TopicPartition, Position> positions) {
            switch (faults.incrementAndGet()) {
                case 1 -> throw new NoClassDefFoundError("a test");
                case 2 -> throw new IllegalStateException("a test");
                default -> applied.incrementAndGet();
            }
        }

        @Override
        public void restart(Set<TopicPartition> partitions) {
            throw new IllegalStateException("it is the same log");
        }
    }
}
