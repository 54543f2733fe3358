package dev.atrium.jobs.notify.push;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The table `push_subscription`. Every method works in the connection's transaction, which sees one
/// tenant.
public final class SubscriptionTable {

    private static final String LIVES = "(ends_at is null or ends_at > now())";

    private static final String VIEW = "select id, subject, endpoint, p256dh, auth, label, created_at,"
            + " session, ends_at, rests_until from push_subscription where tenant = ? and " + LIVES;

    private SubscriptionTable() {}

    /// Who of the subjects has any device.
    public static RoundTrip.Answer<List<String>> having(RoundTrip trip, TenantId tenant, Array subjects) {
        return trip.all(
                "select distinct subject from push_subscription where tenant = ? and subject = any(?) and " + LIVES,
                row -> row.getString("subject"),
                tenant.value(),
                subjects);
    }

    /// The newest first.
    static List<Subscription> list(Connection connection, TenantId tenant, String subject) throws SQLException {
        return Sql.query(
                connection,
                VIEW + " and subject = ? order by created_at desc, id",
                SubscriptionTable::subscription,
                tenant.value(),
                subject);
    }

    static Optional<Subscription> find(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.first(connection, VIEW + " and id = ?", SubscriptionTable::subscription, tenant.value(), id);
    }

    /// Its id follows from subject and endpoint: the same device once more gets its new keys.
    static void put(Connection connection, TenantId tenant, Subscription subscription) throws SQLException {
        Sql.update(
                connection,
                "insert into push_subscription (tenant, id, subject, endpoint, p256dh, auth, label, created_at,"
                        + " session, ends_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant, id) do update set"
                        + " p256dh = excluded.p256dh, auth = excluded.auth, label = excluded.label,"
                        + " session = excluded.session, ends_at = excluded.ends_at",
                tenant.value(),
                subscription.id(),
                subscription.subject(),
                subscription.endpoint(),
                subscription.p256dh(),
                subscription.auth(),
                subscription.label(),
                subscription.createdAt(),
                subscription.session(),
                subscription.endsAt());
    }

    /// Forgets the oldest devices beyond so many.
    static void keep(Connection connection, TenantId tenant, String subject, int most) throws SQLException {
        Sql.update(
                connection,
                "delete from push_subscription where tenant = ? and id in (select id from push_subscription"
                        + " where tenant = ? and subject = ? order by created_at desc, id offset ?)",
                tenant.value(),
                tenant.value(),
                subject,
                most);
    }

    /// Counts a message that did not reach the device. From so many in a row on it rests after each.
    static void unreached(Connection connection, TenantId tenant, UUID id, int most, Instant restsUntil)
            throws SQLException {
        Sql.update(
                connection,
                "update push_subscription set unreached = unreached + 1,"
                        + " rests_until = case when unreached + 1 >= ? then ? else rests_until end"
                        + " where tenant = ? and id = ?",
                most,
                restsUntil,
                tenant.value(),
                id);
    }

    /// Begins to count anew.
    static void reached(Connection connection, TenantId tenant, UUID id) throws SQLException {
        Sql.update(
                connection,
                "update push_subscription set unreached = 0, rests_until = null"
                        + " where tenant = ? and id = ? and unreached > 0",
                tenant.value(),
                id);
    }

    /// The subject's session has ended, and with it what was subscribed in it, in all tenants.
    public static void endOfSession(Connection connection, String subject, UUID session) throws SQLException {
        Sql.query(connection, "select forget_devices(?, ?)", _ -> session, subject, session);
    }

    static int delete(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.update(connection, "delete from push_subscription where tenant = ? and id = ?", tenant.value(), id);
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                row.getObject("id", UUID.class),
                row.getString("subject"),
                row.getString("endpoint"),
                row.getString("p256dh"),
                row.getString("auth"),
                row.getString("label"),
                Sql.requiredInstant(row, "created_at"),
                row.getObject("session", UUID.class),
                Sql.instant(row, "ends_at"),
                Sql.instant(row, "rests_until"));
    }
}
