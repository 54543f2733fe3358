package dev.atrium.gateway.usage;

import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.kafka.Producers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.jboss.logging.Logger;

/// Tells what this gateway has counted ([UsageReports]), every few seconds and when it stops. So all that can be lost
/// is what `kill -9` finds in memory: the last [#EVERY], or as long as Kafka was away.
@ApplicationScoped
class UsageReporter {

    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(UsageReporter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaClients kafka;
    private final TopicSetup topics;
    private final UsageReports reports;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Thread worker = Thread.ofPlatform().unstarted(this::run);

    UsageReporter(KafkaClients kafka, TopicSetup topics, UsageReports reports) {
        this.kafka = kafka;
        this.topics = topics;
        this.reports = reports;
    }

    void start(@Observes StartupEvent event) {
        topics.ready().thenRun(() -> {
            if (stopping.getCount() > 0) {
                worker = Thread.ofPlatform().name("usage-reporter").daemon().start(this::run);
            }
        });
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        if (worker.isAlive()) {
            worker.join(PATIENCE);
        }
    }

    private void run() {
        try (Producer<byte[], byte[]> producer = connect()) {
            while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                reportSafely(producer);
            }
            // What waited for Kafka first, and then what was counted meanwhile.
            reportSafely(producer);
            reportSafely(producer);
        } catch (InterruptedException e) {
            LOG.warn("what was counted last is not told: the reporter was interrupted");
        }
    }

    /// Whatever fails, the next report is tried.
    private void reportSafely(Producer<byte[], byte[]> producer) throws InterruptedException {
        try {
            reports.tell(producer);
        } catch (RuntimeException e) {
            LOG.errorf(e, "usage is not told yet, trying again in %s", EVERY);
        }
    }

    private Producer<byte[], byte[]> connect() {
        return Producers.inOrder(kafka, "usage-reporter", PATIENCE);
    }
}
