package dev.atrium.gateway.user;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.intake.Intake;
import dev.atrium.gateway.intake.Subscriber;
import dev.atrium.gateway.webhook.DeliveryLog;
import dev.atrium.gateway.webhook.DeliveryLog.End;
import dev.atrium.gateway.webhook.SourceOwners;
import dev.atrium.gateway.webhook.SourceType;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.ReactiveInbox;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/// Keeps the users of an organisation in step with its identity provider (GW-9): what sources of the
/// type `auth` deliver has its effect once, whatever comes twice, late or in another order. While the
/// database is away the events wait.
@ApplicationScoped
public class UserSync implements Subscriber {

    private static final Logger LOG = Logger.getLogger(UserSync.class);
    private static final String CONSUMER = "user-sync";
    private static final String DISSOLVED =
            "select exists (select from organisations where tenant = ?1 and deleted_at is not null)";

    private final ProviderUsers users;
    private final Audit audit;
    private final Intake intake;
    private final DeliveryLog log;
    private final MeterRegistry metrics;

    UserSync(ProviderUsers users, Audit audit, Intake intake, DeliveryLog log, MeterRegistry metrics) {
        this.users = users;
        this.audit = audit;
        this.intake = intake;
        this.log = log;
        this.metrics = metrics;
    }

    /// What became of an event.
    enum Outcome {
        APPLIED,
        /// Something newer of this user is known.
        STALE,
        /// It is a member above who registered the source: that it is deleted has no effect here.
        REFUSED,
        /// It had its effect before.
        REPEATED,
        /// It tells a part of a user of whom nothing is known, and not the address.
        UNKNOWN,
        /// It is none of a user, or of one without an e-mail address.
        IGNORED,
        /// The organisation was deleted.
        DISSOLVED
    }

    @Incoming("webhooks-received")
    public Uni<Void> receive(ConsumerRecord<byte[], byte[]> record) {
        return intake.receive(record, this);
    }

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.WEBHOOKS_RECEIVED);
    }

    @Override
    public Uni<Void> apply(ConsumerRecord<byte[], byte[]> record) {
        return CloudEvent.decode(record)
                .map(event -> event.event() instanceof Event.WebhookReceived webhook
                                && SourceType.AUTH.label().equals(webhook.sourceType())
                        ? synchronise(event, webhook)
                        : Uni.createFrom().voidItem())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    @Override
    public Uni<Void> buried(CloudEvent event) {
        return log.bury(CONSUMER, event);
    }

    private Uni<Void> synchronise(CloudEvent event, Event.WebhookReceived webhook) {
        return intake.<Outcome>patiently(
                        CONSUMER,
                        () -> TenantTransactions.inTenant(webhook.tenant(), session -> once(session, event, webhook)))
                .invoke(outcome -> warn(outcome, event))
                .invoke(this::count)
                .replaceWithVoid();
    }

    private static void warn(Outcome outcome, CloudEvent event) {
        if (outcome == Outcome.REFUSED) {
            LOG.warnf(
                    "a provider deletes a member above who registered its source, the member stays: event=%s tenant=%s",
                    event.id(), event.event().tenant());
        }
    }

    private Uni<Outcome> once(Mutiny.Session session, CloudEvent event, Event.WebhookReceived webhook) {
        return ReactiveInbox.firstTime(session, CONSUMER, event.id())
                .chain(first -> first
                        ? handle(session, event, webhook)
                        : Uni.createFrom().item(Outcome.REPEATED));
    }

    private Uni<Outcome> handle(Mutiny.Session session, CloudEvent event, Event.WebhookReceived webhook) {
        byte[] body = Base64.getDecoder().decode(webhook.bodyBase64());
        Caller source = new Caller("webhook:" + webhook.source(), webhook.tenant(), "webhook", Set.of(), Set.of());
        return ProviderEvent.parse(body, DeliveryLog.receivedAt(event, webhook))
                .map(user -> unlessDissolved(session, source, webhook.source(), user))
                .orElseGet(() -> Uni.createFrom().item(Outcome.IGNORED))
                .call(outcome -> log.write(session, event.id(), webhook, end(outcome, body)));
    }

    /// What was taken before the end may come behind it: nobody would forget again who its users are.
    private Uni<Outcome> unlessDissolved(
            Mutiny.Session session, Caller source, String registration, ProviderEvent user) {
        return session.createNativeQuery(DISSOLVED, Boolean.class)
                .setParameter(1, source.tenant().value())
                .getSingleResult()
                .chain(dissolved -> dissolved
                        ? Uni.createFrom().item(Outcome.DISSOLVED)
                        : apply(session, source, registration, user));
    }

    private static End end(Outcome outcome, byte[] body) {
        return switch (outcome) {
            case APPLIED -> End.APPLIED;
            case STALE -> End.ignored("this, or something newer, is known of the user");
            case REFUSED ->
                End.failed("the user is a member above who registered the source, and stays: have an owner register the"
                        + " source, or remove the member");
            case UNKNOWN -> End.ignored("nothing is known of the user, and its address is not told");
            case DISSOLVED -> End.ignored("the organisation was deleted");
            case REPEATED -> End.ignored("it had its effect before");
            case IGNORED -> ProviderEvent.passedOver(body);
        };
    }

    private Uni<Outcome> apply(Mutiny.Session session, Caller source, String id, ProviderEvent user) {
        return SourceOwners.of(id)
                .chain(owner -> users.apply(session, source, owner, user))
                .call(outcome -> outcome == Outcome.REFUSED
                        ? refused(session, source, user)
                        : Uni.createFrom().voidItem());
    }

    /// A human must know: the provider has no such user any more, and here it goes on. Behind the commit nobody would
    /// write it down who comes with the same event again.
    private Uni<Void> refused(Mutiny.Session session, Caller source, ProviderEvent user) {
        return audit.refused(session, source, Deed.USER_DEACTIVATE, user.id());
    }

    private void count(Outcome outcome) {
        metrics.counter("atrium.gateway.user.events", "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
