package dev.atrium.jobs.notify;

import dev.atrium.jobs.notify.delivery.Channel;
import dev.atrium.jobs.notify.delivery.Deliveries;
import dev.atrium.jobs.notify.mail.Addresses;
import dev.atrium.jobs.notify.mail.NotificationMailConfig;
import dev.atrium.jobs.notify.preference.Channels;
import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.jobs.notify.preference.Preferences;
import dev.atrium.jobs.notify.push.SubscriptionTable;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.JdbcOutbox;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/// Tells people something (JB-7). What is told, that it was told, and the hint to those who look at
/// their inbox are one transaction: the caller's. So whatever is killed, each recipient is told once of
/// each source.
@ApplicationScoped
public class Notifier {

    private final JdbcOutbox outbox;
    private final Deliveries deliveries;
    private final NotificationMailConfig mail;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    Notifier(
            JdbcOutbox outbox,
            Deliveries deliveries,
            NotificationMailConfig mail,
            MeterRegistry metrics,
            InstantSource clock) {
        this.outbox = outbox;
        this.deliveries = deliveries;
        this.mail = mail;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Adds the notification to its recipient's inbox in the connection's transaction, which sees the
    /// tenant, and has it delivered by the channels that the recipient wants. Holds the inbox until the
    /// transaction ends: who tells many people in one does so in the order of their subjects.
    ///
    /// @return false if the recipient was told of this source before, does not want to hear of it, has
    ///     left the organisation, or is who caused it: then nothing was done
    public boolean add(Connection connection, TenantId tenant, Notification notification) throws SQLException {
        if (notification.isOwnDeed()) {
            return false;
        }
        Instant now = clock.instant();
        String recipient = notification.recipient();
        RoundTrip asked = new RoundTrip(connection);
        RoundTrip.Answer<Long> last = InboxTable.lock(asked, tenant, recipient);
        RoundTrip.Answer<Preferences> found = PreferenceTable.find(asked, tenant, recipient);
        RoundTrip.Answer<Boolean> hasLeft = Departures.holds(asked, tenant, recipient);
        RoundTrip.Answer<Boolean> isKnown = InboxTable.isKnown(asked, tenant, notification.id(tenant));
        asked.send();
        Preferences preferences = found.get();
        Channels channels = preferences.channels(notification.category());
        if (hasLeft.get()
                || isKnown.get()
                || preferences.isMuted(notification.topic())
                || !(channels.inApp() || channels.email() || channels.push())) {
            return false;
        }
        long sequence = last.get() + 1;
        RoundTrip told = new RoundTrip(connection);
        InboxTable.add(told, tenant, notification, !channels.inApp(), sequence, now);
        InboxTable.trim(told, tenant, recipient, sequence, now);
        RoundTrip.Answer<InboxCount> count = InboxTable.changed(told, tenant, recipient, sequence);
        told.send();
        deliver(connection, tenant, notification, preferences, now);
        if (channels.inApp()) {
            tell(connection, tenant, notification, preferences.isQuiet(now), count.get());
        }
        metrics.counter(
                        "atrium.jobs.notifications",
                        "category",
                        notification.category().label())
                .increment();
        return true;
    }

    /// Holds somebody's inbox, and what is to be delivered, until the connection's transaction ends.
    public static void hold(Connection connection, TenantId tenant, String recipient) throws SQLException {
        RoundTrip.alone(connection, trip -> InboxTable.lock(trip, tenant, recipient));
    }

    /// Takes back what was said of a source, where it is no longer there to be read; that something was
    /// there stays.
    public static void withdraw(Connection connection, TenantId tenant, String source) throws SQLException {
        InboxTable.withdraw(connection, tenant, source);
    }

    /// What was said of a source can be read again.
    public static void restore(Connection connection, TenantId tenant, String source, String body) throws SQLException {
        InboxTable.restore(connection, tenant, source, Notification.body(body));
    }

    private void deliver(
            Connection connection, TenantId tenant, Notification notification, Preferences preferences, Instant now)
            throws SQLException {
        Deliveries.Recipient recipient = new Deliveries.Recipient(tenant, notification.recipient());
        Channels channels = preferences.channels(notification.category());
        UUID id = notification.id(tenant);
        if (channels.email()
                && Addresses.find(connection, tenant, recipient.subject()).isPresent()) {
            Instant at = preferences.mailAt(now.plus(mail.mailGrace()));
            deliveries.add(connection, recipient, Channel.EMAIL, id, at);
        }
        if (channels.push() && SubscriptionTable.hasAny(connection, tenant, recipient.subject())) {
            deliveries.add(connection, recipient, Channel.PUSH, id, preferences.pushAt(now));
        }
    }

    private void tell(
            Connection connection, TenantId tenant, Notification notification, boolean quiet, InboxCount count)
            throws SQLException {
        Event.InboxChanged.Arrival arrival = new Event.InboxChanged.Arrival(
                notification.item(tenant).toString(),
                notification.category().label(),
                notification.title(),
                notification.link(),
                quiet);
        outbox.add(connection, count.event(tenant, notification.recipient(), arrival));
    }
}
