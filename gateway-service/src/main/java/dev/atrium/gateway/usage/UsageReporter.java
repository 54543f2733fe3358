package dev.atrium.gateway.usage;

import dev.atrium.gateway.policy.Destination;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Tells what this gateway has counted, every few seconds and when it stops. What was taken out of the
/// [Tally] is kept until Kafka has it, under the same event ids however often that is tried; meanwhile the
/// tally goes on. So all that can be lost is what `kill -9` finds in memory: the last [#EVERY], or as long as
/// Kafka was away.
@ApplicationScoped
class UsageReporter {

    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(UsageReporter.class);
    private static final int PATIENCE_MS = 5_000;

    /// Keeps an event small, although the commons may have many who used something.
    private static final int AMOUNTS_MAX = 500;

    private final String bootstrapServers;
    private final TopicSetup topics;
    private final Tally tally;
    private final List<UsageSource> sources;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Thread worker = Thread.ofPlatform().unstarted(this::run);
    private List<CloudEvent> untold = List.of();

    UsageReporter(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            TopicSetup topics,
            Tally tally,
            @All List<UsageSource> sources,
            InstantSource clock) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.tally = tally;
        this.sources = List.copyOf(sources);
        this.clock = clock;
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
            worker.join(Duration.ofMillis(PATIENCE_MS));
        }
    }

    private void run() {
        try (Producer<byte[], byte[]> producer = connect()) {
            boolean last = false;
            while (!last) {
                last = stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
                report(producer);
            }
        } catch (InterruptedException e) {
            LOG.warn("what was counted last is not told: the reporter was interrupted");
        }
    }

    private void report(Producer<byte[], byte[]> producer) throws InterruptedException {
        sources.forEach(UsageSource::count);
        if (untold.isEmpty()) {
            untold = events(tally.drain());
        }
        try {
            List<Future<?>> acknowledgements = new ArrayList<>();
            for (CloudEvent event : untold) {
                acknowledgements.add(producer.send(event.toRecord()));
            }
            for (Future<?> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
            untold = List.of();
        } catch (ExecutionException | KafkaException e) {
            LOG.warnf("usage is not told yet, trying again in %s: error=%s", EVERY, e.getMessage());
        }
    }

    private List<CloudEvent> events(Map<TenantId, List<Event.UsageReported.Amount>> drained) {
        List<CloudEvent> events = new ArrayList<>();
        drained.forEach((tenant, amounts) -> {
            for (int from = 0; from < amounts.size(); from += AMOUNTS_MAX) {
                List<Event.UsageReported.Amount> some =
                        amounts.subList(from, Math.min(from + AMOUNTS_MAX, amounts.size()));
                events.add(new CloudEvent(
                        Ids.next().toString(),
                        "/" + Destination.GATEWAY.application(),
                        clock.instant(),
                        null,
                        new Event.UsageReported(tenant, some)));
            }
        });
        return events;
    }

    private Producer<byte[], byte[]> connect() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "client.id",
                        "usage-reporter",
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "max.block.ms",
                        PATIENCE_MS / 2,
                        "request.timeout.ms",
                        PATIENCE_MS / 2,
                        "delivery.timeout.ms",
                        PATIENCE_MS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
