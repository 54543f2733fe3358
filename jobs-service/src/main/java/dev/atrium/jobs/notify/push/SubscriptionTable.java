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

    /// Its id follows from subject and endpoint: the same device once more gets its new keys, and is the newest.
    /// Its session does not end before the transaction.
    ///
    /// @return false if it has ended: then nothing was changed
    static boolean put(Connection connection, TenantId tenant, Subscription subscription) throws SQLException {
        if (subscription.session() != null && hasEnded(connection, subscription.subject(), subscription.session())) {
            return false;
        }
        return Sql.changes(
                connection,
                "insert into push_subscription (tenant, id, subject, endpoint, p256dh, auth, label, created_at,"
                        + " session, ends_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant, id) do update set"
                        + " p256dh = excluded.p256dh, auth = excluded.auth, label = excluded.label,"
                        + " created_at = excluded.created_at, session = excluded.session, ends_at = excluded.ends_at",
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

    private static boolean hasEnded(Connection connection, String subject, UUID session) throws SQLException {
        Sql.query(
                connection,
                "select pg_advisory_xact_lock_shared(hashtextextended(current_schema() || '.session ' || ?, 0))",
                _ -> true,
                session.toString());
        return Sql.exists(connection, "select 1 where has_ended(?, ?)", subject, session);
    }

    /// Forgets devices that have ended, and of the others the oldest beyond so many.
    static void keep(Connection connection, TenantId tenant, String subject, int most) throws SQLException {
        Sql.update(
                connection,
                "delete from push_subscription where tenant = ? and subject = ? and (not " + LIVES
                        + " or id in (select id from push_subscription where tenant = ? and subject = ? and " + LIVES
                        + " order by created_at desc, id offset ?))",
                tenant.value(),
                subject,
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

    /// Waits until nothing is being subscribed in these sessions, and lets nothing be until the transaction ends.
    public static void holdSessions(Connection connection, List<String> sessions) throws SQLException {
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(s.key) from (select distinct"
                        + " hashtextextended(current_schema() || '.session ' || x.id, 0) as key"
                        + " from unnest(?::text[]) as x(id) order by key) as s",
                _ -> true,
                Sql.texts(connection, sessions));
    }

    /// The subject's session, which is held, has ended, and with it what was subscribed in it, in all tenants.
    /// What is asked for in it from now on comes too late.
    ///
    /// @param tenant of the event
    public static void endOfSession(Connection connection, TenantId tenant, String subject, UUID session, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into ended_session (session, tenant, subject, at) values (?, ?, ?, ?) on conflict do nothing",
                session,
                tenant.value(),
                subject,
                now);
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
