package dev.atrium.platform.event;

import dev.atrium.platform.kafka.KafkaClients;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/// Creates the topics that do not exist yet, once per start and in the background: a service starts also while Kafka
/// is away. From then on it looks from time to time whether they are as they should be ([TopicCheck]).
@ApplicationScoped
public final class TopicSetup {

    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
    private static final Duration OFFSETS_KEPT = Duration.ofDays(365);
    private static final int TIMEOUT_MS = 10_000;

    private final KafkaClients kafka;
    private final TopicConfig config;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile Map<String, List<String>> shortcomings = Map.of();
    private volatile Thread worker = Thread.ofVirtual().unstarted(this::run);

    TopicSetup(KafkaClients kafka, TopicConfig config, MeterRegistry metrics) {
        this.kafka = kafka;
        this.config = config;
        Gauge.builder("atrium.topics.wanting", () -> shortcomings.size())
                .description(
                        "Topics that have fewer partitions or replicas than is asked for, or are kept for less long")
                .register(metrics);
    }

    /// Completes when all topics exist; never fails, because the setup tries again until it succeeds.
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    void start(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("topic-setup").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        worker.interrupt();
    }

    private void run() {
        try {
            createUntilDone();
            lookAtOffsets();
            while (true) {
                look();
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            }
        } catch (InterruptedException e) {
            LOG.debug("topic setup ended by shutdown");
        }
    }

    private Admin connect() {
        return kafka.admin(Map.of(
                "request.timeout.ms", TIMEOUT_MS,
                "default.api.timeout.ms", TIMEOUT_MS));
    }

    private void createUntilDone() throws InterruptedException {
        while (!ready.isDone()) {
            try (Admin admin = connect()) {
                createMissing(admin);
                ready.complete(null);
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                LOG.warnf("topics are not set up, trying again in %s: %s", PAUSE, e.getMessage());
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
    }

    private void lookAtOffsets() throws InterruptedException {
        try (Admin admin = connect()) {
            Duration retention =
                    new TopicCheck(admin, config).offsetsRetention().orElse(OFFSETS_KEPT);
            if (retention.compareTo(OFFSETS_KEPT) < 0) {
                LOG.warnf(
                        "Kafka forgets after %s what a service has read that is not running, which then reads all again:"
                                + " let offsets.retention.minutes be years",
                        retention);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warnf("it is not known for how long Kafka knows what was read: %s", e);
        }
    }

    /// Only what is new goes to the log, what is known stays in the gauge.
    private void look() throws InterruptedException {
        try (Admin admin = connect()) {
            Map<String, List<String>> found = new TopicCheck(admin, config).run();
            found.forEach((topic, what) -> {
                if (!what.equals(shortcomings.get(topic))) {
                    LOG.errorf("the topic %s is not as the settings ask for: %s", topic, what);
                }
            });
            shortcomings = found;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warnf(
                    "it is not known whether the topics are as they should be, looking again in %s: %s", LOOK_AGAIN, e);
        }
    }

    private void createMissing(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> present = admin.listTopics().names().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        List<NewTopic> missing = Arrays.stream(Topic.values())
                .filter(topic -> !present.contains(topic.topicName()))
                .map(this::newTopic)
                .toList();
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                // Another service was faster.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private NewTopic newTopic(Topic topic) {
        return new NewTopic(topic.topicName(), topic.partitions(config), config.replicationFactor())
                .configs(topic.settings(config));
    }
}
