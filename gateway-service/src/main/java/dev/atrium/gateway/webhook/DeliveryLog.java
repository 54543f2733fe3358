package dev.atrium.gateway.webhook;

import dev.atrium.gateway.intake.Intake;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Event.WebhookReceived;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Has the log of deliveries, which jobs-service keeps, say what became of those that the gateway applies.
@ApplicationScoped
public class DeliveryLog {

    private static final End BURIED = End.failed("it could not be applied, by no fault of its own: have it delivered"
            + " again, or replay it, when the operator has seen to it");

    private final Outbox outbox;
    private final Seen seen;
    private final Intake intake;

    DeliveryLog(Outbox outbox, Seen seen, Intake intake) {
        this.outbox = outbox;
        this.seen = seen;
        this.intake = intake;
    }

    /// What became of a delivery. All who see its source read the note: it has no secrets, and nothing of
    /// what was delivered.
    ///
    /// @param failed whether it had no effect that it should have had
    /// @param note why it had none; null: it was applied
    public record End(boolean failed, @Nullable String note) {

        public static final End APPLIED = new End(false, null);

        /// It need not have an effect.
        public static End ignored(String why) {
            return new End(false, "ignored: " + why);
        }

        /// @param reason why, and what helps
        public static End failed(String reason) {
            return new End(true, reason);
        }
    }

    /// Writes it down in the session's transaction, which is that of the effect; of whichever tenant that is.
    ///
    /// @param eventId of the event by which it came this time
    public Uni<Void> write(Mutiny.Session session, String eventId, WebhookReceived webhook, End end) {
        WebhookReceived.Replay replay = webhook.replay();
        return outbox.add(
                session,
                new Event.WebhookHandled(
                        webhook.tenant(),
                        webhook.source(),
                        webhook.messageId(),
                        replay == null ? eventId : replay.delivery(),
                        replay == null ? 0 : replay.number(),
                        end.failed(),
                        end.note()));
    }

    /// Writes down that nothing could be made of a delivery, and lets its source deliver it once more: as
    /// long as a message is known, it is acknowledged and goes no further. Other events are none of its
    /// business. To be called on a Vert.x context.
    ///
    /// @param consumer who could make nothing of it
    public Uni<Void> bury(String consumer, CloudEvent event) {
        return event.event() instanceof WebhookReceived webhook
                ? intake.<Void>patiently(
                                consumer,
                                () -> TenantTransactions.inTenant(
                                        webhook.tenant(), session -> write(session, event.id(), webhook, BURIED)))
                        .chain(() -> seen.fail(UUID.fromString(webhook.source()), webhook.messageId()))
                : Uni.createFrom().voidItem();
    }

    /// When a delivery came, also if it is applied once more.
    public static Instant receivedAt(CloudEvent event, WebhookReceived webhook) {
        WebhookReceived.Replay replay = webhook.replay();
        return replay == null ? event.time() : replay.receivedAt();
    }
}
