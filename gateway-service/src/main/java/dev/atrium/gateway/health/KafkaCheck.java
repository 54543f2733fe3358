package dev.atrium.gateway.health;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.kafka.KafkaClients;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/// Whether Kafka takes what is written: each partition of our topics has a broker that leads it.
@ApplicationScoped
class KafkaCheck {

    private static final List<String> TOPICS =
            Arrays.stream(Topic.values()).map(Topic::topicName).toList();

    private final KafkaClients kafka;
    private final int patienceMillis;
    private final ReentrantLock lock = new ReentrantLock();

    /// Null until it is asked for the first time. Guarded by the lock.
    private @Nullable Admin admin;

    KafkaCheck(KafkaClients kafka, HealthConfig config) {
        this.kafka = kafka;
        this.patienceMillis = Math.toIntExact(config.patience().toMillis());
    }

    /// Fails if nobody answers in time, or a topic does not exist.
    Uni<Boolean> isWell() {
        // The first time a client is made, which resolves names and reads files.
        return Uni.createFrom().emitter(told -> Thread.startVirtualThread(() -> ask(told)));
    }

    private void ask(UniEmitter<? super Boolean> told) {
        try {
            KafkaFuture<Map<String, TopicDescription>> _ = admin().describeTopics(
                            TOPICS, new DescribeTopicsOptions().timeoutMs(patienceMillis))
                    .allTopicNames()
                    .whenComplete((topics, failure) -> {
                        if (failure == null) {
                            told.complete(topics.values().stream().allMatch(KafkaCheck::isLed));
                        } else {
                            told.fail(failure);
                        }
                    });
        } catch (RuntimeException e) {
            told.fail(e);
        }
    }

    private static boolean isLed(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }

    private Admin admin() {
        lock.lock();
        try {
            Admin present = admin == null ? kafka.admin(settings()) : admin;
            admin = present;
            return present;
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                "client.id", "health",
                "request.timeout.ms", patienceMillis,
                "default.api.timeout.ms", patienceMillis);
    }

    void stop(@Observes ShutdownEvent event) {
        lock.lock();
        try {
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }
}
