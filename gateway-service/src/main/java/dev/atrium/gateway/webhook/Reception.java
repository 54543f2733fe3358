package dev.atrium.gateway.webhook;

import dev.atrium.gateway.policy.Destination;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.limit.Verdict;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.web.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Takes deliveries: proven, and in Kafka, before it says so.
@ApplicationScoped
class Reception {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final SourceLookup sources;
    private final Seen seen;
    private final ByteQuota quota;
    private final WebhookLog log;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    Reception(
            SourceLookup sources,
            Seen seen,
            ByteQuota quota,
            WebhookLog log,
            InstantSource clock,
            MeterRegistry metrics) {
        this.sources = sources;
        this.seen = seen;
        this.quota = quota;
        this.log = log;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// What becomes of a delivery.
    sealed interface Outcome {

        /// There is no such source, or it did not send this; which of them is not told.
        record Refused() implements Outcome {}

        /// It is in Kafka.
        record Written() implements Outcome {}

        /// It was in Kafka before.
        record Repeated() implements Outcome {}

        /// Its source's owner has used up what it may deliver.
        record Limited(Verdict verdict) implements Outcome {}

        /// The source only asks whether this is the right address, and wants to hear this text.
        record Asked(String challenge) implements Outcome {}
    }

    /// Fails with a problem `unavailable` if the delivery could be neither refused nor written.
    Uni<Outcome> receive(String source, Delivery delivery) {
        return find(source)
                .map(found -> isProven(found, delivery, clock.instant()) ? found : Optional.<KnownSource>empty())
                .chain(proven -> proven.map(s -> take(s, delivery)).orElseGet(() -> ready(new Outcome.Refused())))
                .invoke(this::count);
    }

    /// Whether the source has sent this. To refuse takes as long where there is none.
    static boolean isProven(Optional<KnownSource> source, Delivery delivery, Instant now) {
        return source.map(known -> known.scheme().signature().isProven(delivery, known.secrets(), now))
                .orElseGet(() -> Signature.refuse(delivery));
    }

    private Uni<Optional<KnownSource>> find(String source) {
        return ID.matcher(source).matches()
                ? sources.find(UUID.fromString(source))
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Outcome> take(KnownSource source, Delivery delivery) {
        Optional<String> challenge =
                source.scheme() == Scheme.SLACK ? SlackSignature.challenge(delivery) : Optional.empty();
        if (challenge.isPresent()) {
            return ready(new Outcome.Asked(challenge.get()));
        }
        String messageId = source.scheme().signature().messageId(delivery);
        return seen.has(source.id(), messageId)
                .chain(repeated -> repeated ? ready(new Outcome.Repeated()) : admit(source, messageId, delivery));
    }

    private Uni<Outcome> admit(KnownSource source, String messageId, Delivery delivery) {
        return quota.take(source, delivery.body().length())
                .chain(refusal -> refusal.map(verdict -> ready(new Outcome.Limited(verdict)))
                        .orElseGet(() -> write(source, messageId, delivery)));
    }

    private Uni<Outcome> write(KnownSource source, String messageId, Delivery delivery) {
        Event event = new Event.WebhookReceived(
                source.tenant(),
                source.id().toString(),
                source.scheme().name().toLowerCase(Locale.ROOT),
                messageId,
                delivery.header("X-GitHub-Event").orElse(null),
                delivery.header("Content-Type").orElse(null),
                Base64.getEncoder().encodeToString(delivery.body().getBytes()),
                source.type().label(),
                source.errand(),
                null);
        CloudEvent cloudEvent = new CloudEvent(
                Ids.named("webhook:" + event.key()).toString(),
                "/" + Destination.GATEWAY.application(),
                clock.instant(),
                TraceContext.current(),
                event);
        return log.write(cloudEvent)
                .chain(() -> seen.add(source.id(), messageId))
                .replaceWith(new Outcome.Written());
    }

    private static Uni<Outcome> ready(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }

    private void count(Outcome outcome) {
        metrics.counter(
                        "atrium.gateway.webhooks",
                        "outcome",
                        outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .increment();
    }
}
