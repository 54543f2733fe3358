package dev.atrium.gateway.intake;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.problem.Outages;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Gives events their effect, and has them wait while the database is away: offsets are committed behind
/// them, so nothing is lost meanwhile. What nothing can be made of becomes a dead letter and holds up
/// nobody. If that cannot be written either, for whatever reason, the channel is given the record again
/// (`platform.kafka.ReadAgain`).
@ApplicationScoped
public class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Outages outages;
    private final DeadLetters letters;
    private final MeterRegistry metrics;

    Intake(Outages outages, DeadLetters letters, MeterRegistry metrics) {
        this.outages = outages;
        this.letters = letters;
        this.metrics = metrics;
    }

    /// Completes when a record has had its effect, or is a dead letter. The effect is part of the trace
    /// that the record comes from.
    public Uni<Void> receive(ConsumerRecord<byte[], byte[]> record, Subscriber subscriber) {
        TraceContext.goOn(CloudEvent.text(record.headers(), CloudEvent.TRACEPARENT));
        return Uni.createFrom()
                .deferred(() -> subscriber.apply(record))
                .onFailure()
                .recoverWithUni(failure -> bury(record, subscriber, failure));
    }

    /// Keeps a record that nothing could be made of, so that an operator can give it its effect after all.
    ///
    /// @param failure why
    public Uni<Void> bury(ConsumerRecord<byte[], byte[]> record, Subscriber subscriber, Throwable failure) {
        String consumer = failure instanceof UndecodableException ? DeadLetters.NOBODYS : subscriber.consumer();
        return this.<Boolean>patiently(subscriber.consumer(), () -> letters.add(consumer, record, reason(failure)))
                .invoke(fresh -> tell(fresh, record, failure))
                .chain(() -> failure instanceof UndecodableException
                        ? Uni.createFrom().voidItem()
                        : CloudEvent.decode(record)
                                .map(subscriber::buried)
                                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Why nothing could be made of a record, for operators; without personal data.
    public static String reason(Throwable failure) {
        return switch (failure) {
            case UndecodableException _ -> "undecodable";
            case UnusableEventException unusable -> String.valueOf(unusable.getMessage());
            default -> "no effect possible: " + failure.getClass().getSimpleName();
        };
    }

    private void tell(boolean fresh, ConsumerRecord<byte[], byte[]> record, Throwable failure) {
        if (fresh) {
            metrics.counter("atrium.gateway.dead.letters", "topic", record.topic())
                    .increment();
            LOG.errorf(
                    failure,
                    "dead letter: nothing can be made of the record at %s-%d@%d (%s); see"
                            + " /api/operations/gateway/dead-letters",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    reason(failure));
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
