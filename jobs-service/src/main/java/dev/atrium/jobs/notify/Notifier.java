package dev.atrium.jobs.notify;

import dev.atrium.jobs.notify.delivery.Channel;
import dev.atrium.jobs.notify.delivery.Deliveries;
import dev.atrium.jobs.notify.mail.NotificationMailConfig;
import dev.atrium.jobs.notify.preference.Channels;
import dev.atrium.jobs.notify.preference.Preferences;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.JdbcOutbox;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.AfterCommit;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        return addAll(connection, tenant, List.of(new Telling(notification, TraceContext.current()))) == 1;
    }

    /// What is to be told.
    ///
    /// @param traceparent of the trace in which it is told; null: of none
    public record Telling(
            Notification notification, @Nullable String traceparent) {}

    /// Adds many as [#add] does, with as many statements as for one, and more only for those that also leave by mail or
    /// push. The inboxes are held in the order of the recipients.
    ///
    /// @return how many were added
    public int addAll(Connection connection, TenantId tenant, List<Telling> tellings) throws SQLException {
        Map<UUID, Telling> wanted = new LinkedHashMap<>();
        for (Telling telling : tellings) {
            if (!telling.notification().isOwnDeed()) {
                wanted.putIfAbsent(telling.notification().id(tenant), telling);
            }
        }
        if (wanted.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        Recipients recipients = Recipients.hold(connection, tenant, wanted);
        List<Arriving> arriving = new ArrayList<>();
        wanted.forEach((id, telling) -> recipients
                .arrival(id, telling.notification())
                .ifPresent(arrival -> arriving.add(new Arriving(telling, arrival))));
        if (!arriving.isEmpty()) {
            store(connection, tenant, recipients, arriving, now);
        }
        return arriving.size();
    }

    private record Arriving(Telling telling, InboxTable.Arrival arrival) {

        Notification notification() {
            return arrival.notification();
        }
    }

    private void store(
            Connection connection, TenantId tenant, Recipients recipients, List<Arriving> arriving, Instant now)
            throws SQLException {
        Map<String, InboxCount> counts = recipients.take(
                connection, tenant, arriving.stream().map(Arriving::arrival).toList(), now);
        List<JdbcOutbox.Traced> events = new ArrayList<>();
        for (Arriving one : arriving) {
            Notification notification = one.notification();
            Preferences preferences = recipients.preferences(notification.recipient());
            try (Scope _ = TraceContext.parent(one.telling().traceparent()).makeCurrent()) {
                deliver(connection, tenant, notification, recipients, now);
            }
            if (!one.arrival().hidden()) {
                long after = recipients.last(notification.recipient())
                        - one.arrival().sequence();
                InboxCount count = Objects.requireNonNull(counts.get(notification.recipient()))
                        .before(after);
                events.add(new JdbcOutbox.Traced(
                        event(tenant, notification, preferences.isQuiet(now), count),
                        one.telling().traceparent()));
            }
        }
        AfterCommit.run(() -> count(arriving));
        outbox.addAll(connection, events);
    }

    private void count(List<Arriving> arriving) {
        for (Arriving one : arriving) {
            String category = one.notification().category().label();
            metrics.counter("atrium.jobs.notifications", "category", category).increment();
        }
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

    /// As [#withdraw], of a topic.
    ///
    /// @return how many were taken back; fewer than the limit: all
    public static int withdrawAbout(Connection connection, TenantId tenant, String topic, int limit)
            throws SQLException {
        return InboxTable.withdrawAbout(connection, tenant, topic, limit);
    }

    /// What was said of a source can be read again.
    public static void restore(Connection connection, TenantId tenant, String source, String body) throws SQLException {
        InboxTable.restore(connection, tenant, source, Notification.body(body));
    }

    private void deliver(
            Connection connection, TenantId tenant, Notification notification, Recipients recipients, Instant now)
            throws SQLException {
        Preferences preferences = recipients.preferences(notification.recipient());
        Deliveries.Recipient recipient = new Deliveries.Recipient(tenant, notification.recipient());
        Channels channels = preferences.channels(notification.category());
        UUID id = notification.id(tenant);
        if (channels.email() && recipients.hasAddress(recipient.subject())) {
            Instant at = preferences.mailAt(now.plus(mail.mailGrace()));
            deliveries.add(connection, recipient, Channel.EMAIL, id, at);
        }
        if (channels.push() && recipients.hasDevice(recipient.subject())) {
            deliveries.add(connection, recipient, Channel.PUSH, id, preferences.pushAt(now));
        }
    }

    private static Event event(TenantId tenant, Notification notification, boolean quiet, InboxCount count) {
        Event.InboxChanged.Arrival arrival = new Event.InboxChanged.Arrival(
                notification.item(tenant).toString(),
                notification.category().label(),
                notification.title(),
                notification.link(),
                quiet);
        return count.event(tenant, notification.recipient(), arrival);
    }
}
