package dev.atrium.jobs.notify;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.JdbcOutbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;

/// Tells people something (JB-7). What is told, that it was told, and the hint to those who look at their inbox are one
/// transaction: the caller's. So whatever is killed, each recipient is told once of each source.
@ApplicationScoped
public class Notifier {

    private final JdbcOutbox outbox;
    private final InstantSource clock;

    Notifier(JdbcOutbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Adds the notification to its recipient's inbox in the connection's transaction, which sees the tenant. Holds the
    /// inbox until that ends: who tells many people in one transaction does so in the order of their subjects.
    ///
    /// @return false if the recipient was told of this source before, or is who caused it: then nothing was done
    public boolean add(Connection connection, TenantId tenant, Notification notification) throws SQLException {
        if (notification.isOwnDeed()) {
            return false;
        }
        Instant now = clock.instant();
        long sequence = InboxTable.lock(connection, tenant, notification.recipient()) + 1;
        if (InboxTable.isKnown(connection, tenant, notification.id(tenant))) {
            return false;
        }
        InboxTable.add(connection, tenant, notification, sequence, now);
        InboxTable.trim(connection, tenant, notification.recipient(), now);
        InboxCount count = InboxTable.changed(connection, tenant, notification.recipient(), sequence);
        tell(connection, tenant, notification, count);
        return true;
    }

    private void tell(Connection connection, TenantId tenant, Notification notification, InboxCount count)
            throws SQLException {
        Event.InboxChanged.Arrival arrival = new Event.InboxChanged.Arrival(
                notification.item(tenant).toString(),
                notification.category().label(),
                notification.title(),
                notification.link(),
                false);
        outbox.add(connection, count.event(tenant, notification.recipient(), arrival));
    }
}
