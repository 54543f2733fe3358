package dev.atrium.jobs.notify.delivery;

import dev.atrium.jobs.notify.Departures;
import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.jobs.notify.room.Readers;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What is still to leave, and when. Every method works in the connection's transaction, which holds
/// the recipient's inbox: so no notification falls between the job that takes what is due and the next
/// one.
@ApplicationScoped
public class Deliveries {

    private final JobQueue queue;

    Deliveries(JobQueue queue) {
        this.queue = queue;
    }

    /// Whose deliveries they are.
    public record Recipient(TenantId tenant, String subject) {}

    /// What a job delivers.
    ///
    /// @param recipient subject
    public record Payload(String recipient) {}

    /// Has a notification delivered when it is due, together with what else is due then.
    public void add(Connection connection, Recipient recipient, Channel channel, UUID notification, Instant dueAt)
            throws SQLException {
        DeliveryTable.insert(connection, recipient, channel, notification, dueAt);
        schedule(connection, recipient, channel, dueAt, notification.toString());
    }

    /// Takes what is due for a job; what the recipient has read meanwhile, or may not read any more, is not
    /// delivered, and to who has left the organisation nothing is. What comes late and into quiet hours
    /// waits for their end.
    /// The same job gets the same again, as long as it has not said that it was delivered, in quiet hours,
    /// too. What is not due yet gets a job of its own.
    public List<Due> take(Connection connection, Recipient recipient, Channel channel, UUID job, Instant now)
            throws SQLException {
        if (Departures.holds(connection, recipient.tenant(), recipient.subject())) {
            DeliveryTable.deleteAll(connection, recipient, channel);
            return List.of();
        }
        DeliveryTable.dropRead(connection, recipient, channel);
        Set<String> secrets = Readers.secrets(
                connection,
                recipient.tenant(),
                recipient.subject(),
                DeliveryTable.roomTopics(connection, recipient, channel),
                now);
        if (!secrets.isEmpty()) {
            DeliveryTable.dropAbout(connection, recipient, channel, secrets);
        }
        Optional<Instant> quietUntil = PreferenceTable.find(connection, recipient.tenant(), recipient.subject())
                .quietUntil(now);
        if (quietUntil.isPresent()) {
            DeliveryTable.holdUntil(connection, recipient, channel, quietUntil.get());
        } else {
            DeliveryTable.take(connection, recipient, channel, job, now);
        }
        DeliveryTable.forgetTurn(connection, recipient, channel);
        Optional<Instant> next = DeliveryTable.nextDue(connection, recipient, channel);
        if (next.isPresent()) {
            schedule(connection, recipient, channel, next.get(), job + "/" + next.get());
        }
        return DeliveryTable.taken(connection, recipient, channel, job);
    }

    /// What the job took has left, or never will.
    public void done(Connection connection, Recipient recipient, Channel channel, UUID job) throws SQLException {
        DeliveryTable.delete(connection, recipient, channel, job);
    }

    /// Gives everything that no job has taken yet another time.
    public void postpone(Connection connection, Recipient recipient, Channel channel, Instant dueAt, String cause)
            throws SQLException {
        if (DeliveryTable.postpone(connection, recipient, channel, dueAt)) {
            DeliveryTable.forgetTurn(connection, recipient, channel);
            schedule(connection, recipient, channel, dueAt, cause);
        }
    }

    /// @param cause what is scheduled for: the same cause is scheduled for once
    private void schedule(Connection connection, Recipient recipient, Channel channel, Instant dueAt, String cause)
            throws SQLException {
        if (DeliveryTable.takeTurn(connection, recipient, channel, dueAt)) {
            queue.addAt(
                    connection,
                    channel.job(),
                    recipient.tenant(),
                    recipient.subject() + "/" + cause,
                    recipient.subject(),
                    Json.write(new Payload(recipient.subject())),
                    dueAt);
        }
    }
}
