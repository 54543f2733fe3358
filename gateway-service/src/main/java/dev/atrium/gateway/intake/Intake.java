package dev.atrium.gateway.intake;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.problem.Outages;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Reads events, and has them wait while the database is away: offsets are committed behind them, so nothing is
/// lost meanwhile.
@ApplicationScoped
public class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Outages outages;
    private final MeterRegistry metrics;

    Intake(Outages outages, MeterRegistry metrics) {
        this.outages = outages;
        this.metrics = metrics;
    }

    /// The event in a record; empty for what nobody can read, which is logged, and stays in its topic.
    public Optional<CloudEvent> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return CloudEvent.decode(record);
        } catch (UndecodableException e) {
            LOG.errorf(e, "passed over a record that nobody can read: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /// Does something in the database, on the context of the message, which transactions need; again and
    /// again for as long as that is away, or does not get it done in time. What fails for another reason
    /// is the caller's.
    ///
    /// @param consumer whose events wait meanwhile
    public <T> Uni<T> patiently(String consumer, Supplier<Uni<? extends T>> task) {
        return Uni.createFrom()
                .<T>deferred(task)
                .runSubscriptionOn(here())
                .onFailure(outages::explain)
                .invoke(e -> waits(consumer, e))
                .onFailure(outages::explain)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private void waits(String consumer, Throwable failure) {
        LOG.warnf("events wait for the database: consumer=%s error=%s", consumer, failure.getMessage());
        metrics.counter("atrium.gateway.events.waits", "consumer", consumer).increment();
    }

    private static Executor here() {
        Context context = Objects.requireNonNull(Vertx.currentContext());
        return task -> context.runOnContext(_ -> task.run());
    }
}
