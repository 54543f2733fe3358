package dev.atrium.gateway.audit;

import dev.atrium.gateway.intake.Intake;
import dev.atrium.gateway.intake.Subscriber;
import dev.atrium.gateway.intake.UnusableEventException;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.ReactiveInbox;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;

/// Writes down what was done in other services, once each; they tell it by their outbox, so what was done there is
/// here a moment later, whatever is killed. While the database is away it waits.
@ApplicationScoped
public class AuditEvents implements Subscriber {

    private static final String CONSUMER = "audit";

    private final Audit audit;
    private final Intake intake;

    AuditEvents(Audit audit, Intake intake) {
        this.audit = audit;
        this.intake = intake;
    }

    @Incoming("audit-events")
    public Uni<Void> receive(ConsumerRecord<byte[], byte[]> record) {
        return intake.receive(record, this);
    }

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.AUDIT_EVENTS);
    }

    @Override
    public Uni<Void> apply(ConsumerRecord<byte[], byte[]> record) {
        Optional<CloudEvent> event = CloudEvent.decode(record);
        if (event.isEmpty() || !(event.get().event() instanceof Event.Audited audited)) {
            return Uni.createFrom().voidItem();
        }
        // A newer version of the other service tells what this one does not know yet.
        AuditAction action = AuditAction.labelled(audited.action())
                .orElseThrow(() -> new UnusableEventException("a deed that this version does not know"));
        return write(event.get(), audited, action);
    }

    private Uni<Void> write(CloudEvent event, Event.Audited audited, AuditAction action) {
        return intake.patiently(
                CONSUMER,
                () -> TenantTransactions.inTenant(
                        audited.tenant(), session -> writeOnce(session, event, audited, action)));
    }

    private Uni<Void> writeOnce(Mutiny.Session session, CloudEvent event, Event.Audited audited, AuditAction action) {
        Caller actor = new Caller(
                audited.actor().subject(), audited.tenant(), audited.actor().handle(), Set.of(), Set.of());
        Audit.Told told = new Audit.Told(event.time(), event.traceparent(), audited.detail());
        return ReactiveInbox.firstTime(session, CONSUMER, event.id())
                .chain(first -> first
                        ? audit.told(session, actor, action, audited.target(), told)
                        : Uni.createFrom().voidItem());
    }
}
