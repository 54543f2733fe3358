package dev.atrium.gateway.webhook;

import dev.atrium.gateway.edge.SameContext;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.kafka.Producers;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// The topic `webhooks.received`, to be written: an event is written when the brokers have acknowledged
/// it.
@ApplicationScoped
class WebhookLog {

    /// How many may be on their way: with bodies of the largest size they fit into the producer's memory.
    private static final int PENDING_MAX = 64;

    /// Sources hang up after 10 seconds or more, and it is they who try again.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Semaphore room = new Semaphore(PENDING_MAX);
    private final KafkaClients kafka;
    private final ReentrantLock lock = new ReentrantLock();

    /// Null until something is to be written. Guarded by the lock.
    private @Nullable Producer<byte[], byte[]> producer;

    WebhookLog(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /// Completes when the event is written. Fails with a [ProblemException] `unavailable` if it is not
    /// known to be.
    Uni<Void> write(CloudEvent event) {
        return SameContext.keep(Uni.createFrom().emitter(written -> begin(event, written)));
    }

    void stop(@Observes ShutdownEvent event) {
        lock.lock();
        try {
            if (producer != null) {
                producer.close(CLOSE);
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin(CloudEvent event, UniEmitter<? super Void> written) {
        if (room.tryAcquire()) {
            // Kafka's send may wait for metadata or memory.
            Thread.startVirtualThread(() -> send(event, written));
        } else {
            written.fail(unavailable(null));
        }
    }

    private void send(CloudEvent event, UniEmitter<? super Void> written) {
        try {
            Future<RecordMetadata> _ = producer().send(event.toRecord(), (_, failure) -> end(written, failure));
        } catch (RuntimeException e) {
            end(written, e);
        }
    }

    private Producer<byte[], byte[]> producer() {
        lock.lock();
        try {
            Producer<byte[], byte[]> present = producer == null ? connect() : producer;
            producer = present;
            return present;
        } finally {
            lock.unlock();
        }
    }

    /// Resolves names and reads files: nothing for an event loop.
    private Producer<byte[], byte[]> connect() {
        return Producers.reliable(kafka, "webhook-log", PATIENCE);
    }

    private void end(UniEmitter<? super Void> written, @Nullable Exception failure) {
        room.release();
        if (failure == null) {
            written.complete(null);
        } else {
            written.fail(unavailable(failure));
        }
    }

    private static ProblemException unavailable(@Nullable Exception cause) {
        String detail = "The webhook could not be stored; deliver it again later.";
        return cause == null
                ? new ProblemException(ProblemType.UNAVAILABLE, detail)
                : new ProblemException(ProblemType.UNAVAILABLE, detail, cause);
    }
}
