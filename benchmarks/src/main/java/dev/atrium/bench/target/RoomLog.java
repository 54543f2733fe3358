package dev.atrium.bench.target;

import dev.atrium.platform.event.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The topic that makes rooms durable.
final class RoomLog {

    private static final String FLUSH = "flush.messages";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private RoomLog() {}

    /// With a flush per batch, a message survives a power cut; without, the end of every process.
    static void flushPerBatch(String bootstrapServers, boolean flush) throws IOException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.ROOMS_LOG.topicName());
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry(FLUSH, "1"), flush ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            boolean done = false;
            while (!done) {
                done = alter(admin, Map.of(topic, List.of(change)), deadline);
            }
        }
    }

    /// @return false if the topic does not exist yet
    private static boolean alter(Admin admin, Map<ConfigResource, List<AlterConfigOp>> changes, long deadline)
            throws IOException {
        try {
            admin.incrementalAlterConfigs(Map.copyOf(changes)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                throw new IOException(e);
            }
            LockSupport.parkNanos(POLL.toNanos());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
