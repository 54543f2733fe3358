package dev.atrium.gateway.plan;

import dev.atrium.gateway.tenancy.Operator;
import dev.atrium.gateway.webhook.SourceType;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.ReactiveInbox;
import dev.atrium.platform.problem.Outages;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/// Keeps what tenants have paid for in step with Stripe (GW-16). Only what a source of the operator's
/// organisation tells counts: everybody can register a source, and sign what it says. Each event has its
/// effect once; while the database is away the events wait.
@ApplicationScoped
public class PaymentEvents {

    private static final Logger LOG = Logger.getLogger(PaymentEvents.class);
    private static final String CONSUMER = "payments";
    private static final String SCHEME = "stripe";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final String REPEATED = "repeated";
    private static final String FAILED = "failed";

    private final Subscriptions subscriptions;
    private final Operator operator;
    private final Outages outages;
    private final MeterRegistry metrics;

    PaymentEvents(Subscriptions subscriptions, Operator operator, Outages outages, MeterRegistry metrics) {
        this.subscriptions = subscriptions;
        this.operator = operator;
        this.outages = outages;
        this.metrics = metrics;
    }

    @Incoming("payments")
    public Uni<Void> receive(ConsumerRecord<byte[], byte[]> record) {
        return decode(record).map(this::handle).orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> handle(CloudEvent event) {
        if (!(event.event() instanceof Event.WebhookReceived webhook) || !counts(webhook)) {
            return Uni.createFrom().voidItem();
        }
        return SubscriptionEvent.parse(Base64.getDecoder().decode(webhook.bodyBase64()))
                .map(told -> apply(event.id(), source(webhook, told), told))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private boolean counts(Event.WebhookReceived webhook) {
        return SourceType.PAYMENT.label().equals(webhook.sourceType())
                && webhook.scheme().equals(SCHEME)
                && operator.is(webhook.tenant());
    }

    private Uni<Void> apply(String eventId, Caller source, SubscriptionEvent told) {
        return Uni.createFrom()
                .deferred(() ->
                        TenantTransactions.inTenant(told.tenant(), session -> once(session, eventId, source, told)))
                .runSubscriptionOn(here())
                .onFailure(outages::explain)
                .invoke(e -> LOG.warnf("payment events wait for the database: error=%s", e.getMessage()))
                .onFailure(outages::explain)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .onFailure()
                .invoke(e -> LOG.errorf(e, "a payment event had no effect, it stays in its topic: event=%s", eventId))
                .onFailure()
                .recoverWithItem(FAILED)
                .invoke(outcome -> metrics.counter("atrium.gateway.payment.events", "outcome", outcome)
                        .increment())
                .replaceWithVoid();
    }

    private Uni<String> once(Mutiny.Session session, String eventId, Caller source, SubscriptionEvent told) {
        return ReactiveInbox.firstTime(session, CONSUMER, eventId)
                .chain(first -> first
                        ? subscriptions.apply(session, source, told).map(outcome -> outcome(eventId, outcome))
                        : Uni.createFrom().item(REPEATED));
    }

    /// Somebody pays for what there is not: a human must act.
    private static String outcome(String eventId, Subscriptions.Outcome outcome) {
        if (outcome == Subscriptions.Outcome.UNKNOWN_PRICE) {
            LOG.errorf("no plan is sold under the prices of a subscription; see atrium.plans: event=%s", eventId);
        }
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Caller source(Event.WebhookReceived webhook, SubscriptionEvent told) {
        return new Caller("webhook:" + webhook.source(), told.tenant(), "webhook", Set.of(), Set.of());
    }

    private static Optional<CloudEvent> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return CloudEvent.decode(record);
        } catch (UndecodableException e) {
            LOG.errorf(e, "passed over a record that nobody can read: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /// Transactions need the context of the message, also when they are tried again.
    private static Executor here() {
        Context context = Objects.requireNonNull(Vertx.currentContext());
        return task -> context.runOnContext(_ -> task.run());
    }
}
