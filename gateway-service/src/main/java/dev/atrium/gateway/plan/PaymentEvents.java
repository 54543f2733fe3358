package dev.atrium.gateway.plan;

import dev.atrium.gateway.intake.Intake;
import dev.atrium.gateway.intake.Subscriber;
import dev.atrium.gateway.webhook.DeliveryLog;
import dev.atrium.gateway.webhook.DeliveryLog.End;
import dev.atrium.gateway.webhook.SourceType;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.outbox.ReactiveInbox;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/// Keeps what tenants have paid for in step with Stripe (GW-16). Only what a source of the operator's
/// organisation tells counts: everybody can register a source, and sign what it says. Each event has its
/// effect once; while the database is away the events wait.
@ApplicationScoped
public class PaymentEvents implements Subscriber {

    private static final Logger LOG = Logger.getLogger(PaymentEvents.class);
    private static final String CONSUMER = "payments";
    private static final String SCHEME = "stripe";
    private static final String REPEATED = "repeated";
    private static final String NO_TENANT = "no-tenant";

    private final Subscriptions subscriptions;
    private final Operator operator;
    private final Intake intake;
    private final DeliveryLog log;
    private final MeterRegistry metrics;

    PaymentEvents(
            Subscriptions subscriptions, Operator operator, Intake intake, DeliveryLog log, MeterRegistry metrics) {
        this.subscriptions = subscriptions;
        this.operator = operator;
        this.intake = intake;
        this.log = log;
        this.metrics = metrics;
    }

    @Incoming("payments")
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
                .map(this::handle)
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    @Override
    public Uni<Void> buried(CloudEvent event) {
        return log.bury(CONSUMER, event);
    }

    private Uni<Void> handle(CloudEvent event) {
        return event.event() instanceof Event.WebhookReceived webhook
                        && SourceType.PAYMENT.label().equals(webhook.sourceType())
                ? handle(event.id(), webhook)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> handle(String eventId, Event.WebhookReceived webhook) {
        Optional<End> refusal = refusal(webhook);
        if (refusal.isPresent()) {
            return passOver(eventId, webhook, refusal.get());
        }
        byte[] body = Base64.getDecoder().decode(webhook.bodyBase64());
        Optional<SubscriptionEvent> told = SubscriptionEvent.parse(body);
        if (told.isEmpty() && SubscriptionEvent.isToldBy(body)) {
            LOG.warnf("a subscription is nobody's: its metadata name no tenant: event=%s", eventId);
            count(NO_TENANT);
        }
        return told.map(subscription -> apply(eventId, webhook, subscription))
                .orElseGet(() -> passOver(eventId, webhook, SubscriptionEvent.passedOver(body)));
    }

    /// Why nothing that the source tells counts; empty if it does.
    private Optional<End> refusal(Event.WebhookReceived webhook) {
        if (!operator.is(webhook.tenant())) {
            return Optional.of(End.failed("payments count only if the organisation that runs this installation has"
                    + " registered their source"));
        }
        return webhook.scheme().equals(SCHEME)
                ? Optional.empty()
                : Optional.of(End.failed("payments are read of Stripe only: register a source of the scheme `stripe`"));
    }

    private Uni<Void> passOver(String eventId, Event.WebhookReceived webhook, End end) {
        return intake.<Void>patiently(
                CONSUMER,
                () -> TenantTransactions.inTenant(
                        webhook.tenant(),
                        session -> ReactiveInbox.firstTime(session, CONSUMER, eventId)
                                .chain(first -> first
                                        ? log.write(session, eventId, webhook, end)
                                        : Uni.createFrom().voidItem())));
    }

    private Uni<Void> apply(String eventId, Event.WebhookReceived webhook, SubscriptionEvent told) {
        return intake.<String>patiently(
                        CONSUMER,
                        () -> TenantTransactions.inTenant(
                                told.tenant(), session -> once(session, eventId, webhook, told)))
                .invoke(this::count)
                .replaceWithVoid();
    }

    private void count(String outcome) {
        metrics.counter("atrium.gateway.payment.events", "outcome", outcome).increment();
    }

    private Uni<String> once(
            Mutiny.Session session, String eventId, Event.WebhookReceived webhook, SubscriptionEvent told) {
        return ReactiveInbox.firstTime(session, CONSUMER, eventId)
                .chain(first -> first
                        ? subscriptions
                                .apply(session, source(webhook, told), told)
                                .call(outcome -> log.write(session, eventId, webhook, end(outcome)))
                                .map(outcome -> outcome(eventId, outcome))
                        : Uni.createFrom().item(REPEATED));
    }

    /// Somebody pays for what there is not: a human must act.
    private static String outcome(String eventId, Subscriptions.Outcome outcome) {
        if (outcome == Subscriptions.Outcome.UNKNOWN_PRICE) {
            LOG.errorf(
                    "no plan is sold under the prices of a subscription, which keeps the one that it had, if any; see atrium.plans:"
                            + " event=%s",
                    eventId);
        }
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static End end(Subscriptions.Outcome outcome) {
        return switch (outcome) {
            case APPLIED -> End.APPLIED;
            case STALE -> End.ignored("something newer is known of the subscription");
            case UNKNOWN_PRICE ->
                End.failed("no plan is sold under the subscription's prices, so it keeps the plan that it had, if any:"
                        + " name one of them among a plan's `prices` in `atrium.plans`");
        };
    }

    private static Caller source(Event.WebhookReceived webhook, SubscriptionEvent told) {
        return new Caller("webhook:" + webhook.source(), told.tenant(), "webhook", Set.of(), Set.of());
    }
}
