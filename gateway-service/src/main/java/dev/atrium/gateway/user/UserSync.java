package dev.atrium.gateway.user;

import dev.atrium.gateway.webhook.SourceOwners;
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

/// Keeps the users of an organisation in step with its identity provider (GW-9): what sources of the
/// type `auth` deliver has its effect once, whatever comes twice, late or in another order. While the
/// database is away the events wait.
@ApplicationScoped
public class UserSync {

    private static final Logger LOG = Logger.getLogger(UserSync.class);
    private static final String CONSUMER = "user-sync";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ProviderUsers users;
    private final Outages outages;
    private final MeterRegistry metrics;

    UserSync(ProviderUsers users, Outages outages, MeterRegistry metrics) {
        this.users = users;
        this.outages = outages;
        this.metrics = metrics;
    }

    /// What became of an event.
    enum Outcome {
        APPLIED,
        /// Something newer of this user is known, or it is a member above who registered the source.
        STALE,
        /// It had its effect before.
        REPEATED,
        /// It is none of a user, or of one without an e-mail address.
        IGNORED,
        /// The database is away; it is tried again.
        WAITING,
        /// A fault of ours.
        FAILED
    }

    @Incoming("webhooks-received")
    public Uni<Void> receive(ConsumerRecord<byte[], byte[]> record) {
        return decode(record)
                .map(event -> event.event() instanceof Event.WebhookReceived webhook
                                && SourceType.AUTH.label().equals(webhook.sourceType())
                        ? synchronise(event, webhook)
                        : Uni.createFrom().voidItem())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> synchronise(CloudEvent event, Event.WebhookReceived webhook) {
        Optional<ProviderEvent> told =
                ProviderEvent.parse(Base64.getDecoder().decode(webhook.bodyBase64()), event.time());
        return told.map(user -> apply(event, webhook, user))
                .orElseGet(() -> Uni.createFrom().item(Outcome.IGNORED))
                .onFailure(outages::explain)
                .invoke(this::waits)
                .onFailure(outages::explain)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .onFailure()
                .invoke(e -> LOG.errorf(e, "a user event had no effect, it stays in its topic: event=%s", event.id()))
                .onFailure()
                .recoverWithItem(Outcome.FAILED)
                .invoke(this::count)
                .replaceWithVoid();
    }

    private Uni<Outcome> apply(CloudEvent event, Event.WebhookReceived webhook, ProviderEvent user) {
        Caller source = new Caller("webhook:" + webhook.source(), webhook.tenant(), "webhook", Set.of(), Set.of());
        return Uni.createFrom()
                .deferred(() -> TenantTransactions.inTenant(
                        webhook.tenant(), session -> once(session, event.id(), source, webhook.source(), user)))
                .runSubscriptionOn(here());
    }

    private Uni<Outcome> once(Mutiny.Session session, String eventId, Caller source, String id, ProviderEvent user) {
        return ReactiveInbox.firstTime(session, CONSUMER, eventId)
                .chain(first -> first
                        ? apply(session, source, id, user)
                        : Uni.createFrom().item(Outcome.REPEATED));
    }

    private Uni<Outcome> apply(Mutiny.Session session, Caller source, String id, ProviderEvent user) {
        return SourceOwners.of(id)
                .chain(owner -> users.apply(session, source, owner, user))
                .map(applied -> applied ? Outcome.APPLIED : Outcome.STALE);
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

    private void waits(Throwable failure) {
        LOG.warnf("user events wait for the database: %s", failure.getMessage());
        count(Outcome.WAITING);
    }

    private void count(Outcome outcome) {
        metrics.counter("atrium.gateway.user.events", "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
