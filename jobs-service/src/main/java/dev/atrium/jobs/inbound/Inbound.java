package dev.atrium.jobs.inbound;

import dev.atrium.jobs.intake.UnusableEventException;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.preference.Channels;
import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event.WebhookHandled;
import dev.atrium.platform.event.Event.WebhookReceived;
import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.outbox.JdbcOutbox;
import dev.atrium.platform.template.TextTemplate;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes deliveries into the log, and has done what is to be done about them. Every method works in the
/// connection's transaction, which sees the source's tenant; wake the jobs of [ErrandJob#TYPE] after its
/// commit.
@ApplicationScoped
class Inbound {

    private static final int TEXT_MAX = 200;

    private final JobQueue queue;
    private final Endings endings;
    private final JdbcOutbox outbox;
    private final InstantSource clock;

    Inbound(JobQueue queue, Endings endings, JdbcOutbox outbox, InstantSource clock) {
        this.queue = queue;
        this.endings = endings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Takes a delivery that has just come.
    ///
    /// @throws UnusableEventException if the event is none of ours
    void take(Connection connection, CloudEvent event, WebhookReceived webhook, Errand errand) throws SQLException {
        Received received = received(event, webhook, errand);
        boolean isGateways = received.origin().isGateways();
        boolean isWanted = isGateways || errand.isAny() || notifies(connection, webhook, errand);
        Instant end = isWanted ? null : clock.instant();
        boolean isNew = ReceivedTable.insert(connection, received, printable(webhook.contentType()), end);
        if (isNew && isWanted && !isGateways) {
            schedule(connection, received);
        }
    }

    private static Received received(CloudEvent event, WebhookReceived webhook, Errand errand) {
        try {
            Origin origin = new Origin(
                    UUID.fromString(webhook.source()),
                    Objects.requireNonNullElse(webhook.sourceType(), Origin.GENERIC),
                    webhook.scheme(),
                    TextTemplate.printable(webhook.messageId(), TEXT_MAX),
                    event.time());
            return new Received(
                    webhook.tenant(),
                    UUID.fromString(event.id()),
                    origin,
                    printable(webhook.kind()),
                    Base64.getDecoder().decode(webhook.bodyBase64()),
                    errand,
                    ReceivedState.RECEIVED,
                    0);
        } catch (IllegalArgumentException _) {
            throw new UnusableEventException("no delivery of a source");
        }
    }

    /// Writes down what the gateway has made of a delivery. One that is forgotten stays so.
    ///
    /// @throws UnusableEventException if the event names no delivery
    void end(Connection connection, WebhookHandled handled) throws SQLException {
        Optional<Received> received = ReceivedTable.find(connection, handled.tenant(), delivery(handled));
        if (received.isPresent()) {
            endings.write(connection, received.get(), handled);
        }
    }

    private static UUID delivery(WebhookHandled handled) {
        try {
            return UUID.fromString(handled.delivery());
        } catch (IllegalArgumentException _) {
            throw new UnusableEventException("no delivery of a source");
        }
    }

    private static boolean notifies(Connection connection, WebhookReceived webhook, Errand errand) throws SQLException {
        Channels channels = PreferenceTable.find(connection, webhook.tenant(), errand.maker())
                .channels(Category.WEBHOOK);
        return channels.inApp() || channels.email() || channels.push();
    }

    private static @Nullable String printable(@Nullable String text) {
        return text == null ? null : TextTemplate.printable(text, TEXT_MAX);
    }

    /// Has a delivery be done once more, whatever became of it, as its source said when it came; what is the
    /// gateway's to apply it is told again.
    ///
    /// @param idempotencyKey the same again does nothing more; null: it is not repeated
    void replay(Connection connection, Received received, @Nullable String idempotencyKey) throws SQLException {
        Received again = received.again();
        if (!ReceivedTable.replay(connection, again, idempotencyKey)) {
            return;
        }
        if (again.origin().isGateways()) {
            outbox.add(connection, again.toEvent());
        } else {
            schedule(connection, again);
        }
    }

    private void schedule(Connection connection, Received received) throws SQLException {
        Instant now = clock.instant();
        if (received.errand().message() == null) {
            add(connection, received, now);
        } else {
            takeTurn(connection, received, now);
        }
    }

    /// A room is not flooded, and who made the source is told so once an hour. When many nodes do this at
    /// the same time for one source, some is posted earlier than it should be.
    private void takeTurn(Connection connection, Received received, Instant now) throws SQLException {
        Instant until = ReceivedTable.pacedUntil(connection, received.tenant(), received.source())
                .orElse(now);
        Optional<Pace.Turn> turn = Pace.next(until, now);
        if (turn.isEmpty()) {
            String hour = "flood:" + received.source() + ":" + now.truncatedTo(ChronoUnit.HOURS);
            endings.fail(connection, received, "too much came of this source at once", hour);
        } else {
            ReceivedTable.pace(connection, received, turn.get().until());
            add(connection, received, turn.get().at());
        }
    }

    private void add(Connection connection, Received received, Instant at) throws SQLException {
        queue.addAt(
                connection,
                ErrandJob.TYPE,
                received.tenant(),
                received.time(),
                received.errand().maker(),
                Json.write(new ErrandJob.Task(received.id(), received.replays())),
                at);
    }
}
