package dev.atrium.jobs.audit;

import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.platform.audit.Anchor;
import dev.atrium.platform.audit.AnchorKeys;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.UndecodableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/// Brings the anchors of audit trails from their topic into the object store, past the database, whose
/// owner must not be able to do anything about them. While the store is away they wait. An anchor that
/// comes again is the same object.
@ApplicationScoped
public class AnchorEvents {

    private static final Logger LOG = Logger.getLogger(AnchorEvents.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AnchorKeys keys;
    private final AnchorStore store;
    private final MeterRegistry metrics;
    private final CountDownLatch stopping = new CountDownLatch(1);

    AnchorEvents(AnchorKeys keys, AnchorStore store, MeterRegistry metrics) {
        this.keys = keys;
        this.store = store;
        this.metrics = metrics;
    }

    /// Returns when each anchor is an object, or is none of ours.
    ///
    /// @throws IllegalStateException if the node stops meanwhile: nothing may be committed then
    @Incoming("audit-anchors")
    @RunOnVirtualThread
    public void receive(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Optional<Event.AuditAnchored> event = read(record);
            if (event.isPresent()) {
                keep(record, event.get());
            }
        }
    }

    private Optional<Event.AuditAnchored> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return CloudEvent.decode(record)
                    .map(CloudEvent::event)
                    .filter(Event.AuditAnchored.class::isInstance)
                    .map(Event.AuditAnchored.class::cast);
        } catch (UndecodableException e) {
            refuse(record);
            return Optional.empty();
        }
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, Event.AuditAnchored event) throws InterruptedException {
        Optional<Anchor> anchor =
                keys.verify(event.anchor()).filter(signed -> signed.tenant().equals(event.tenant()));
        if (anchor.isEmpty()) {
            refuse(record);
            return;
        }
        boolean kept = false;
        while (!kept) {
            try {
                store.put(anchor.get(), event.anchor());
                kept = true;
            } catch (StoreUnavailableException e) {
                pause(e);
            }
        }
        metrics.counter("atrium.jobs.audit.anchors", "outcome", "kept").increment();
    }

    /// It stays in its topic; but somebody writes there who should not, or the keys are not those of
    /// the gateway.
    private void refuse(ConsumerRecord<byte[], byte[]> record) {
        metrics.counter("atrium.jobs.audit.anchors", "outcome", "refused").increment();
        LOG.errorf(
                "no anchor of an audit trail that we have signed: %s-%d@%d; is jwks.json that of the gateway?",
                record.topic(), record.partition(), record.offset());
    }

    private void pause(StoreUnavailableException e) throws InterruptedException {
        LOG.warnf("anchors of audit trails wait, trying again in %s: %s", PAUSE, e.getMessage());
        if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the node stops; the anchors come again at the next start", e);
        }
    }

    void stop(@Observes @Priority(50) ShutdownEvent event) {
        stopping.countDown();
    }
}
