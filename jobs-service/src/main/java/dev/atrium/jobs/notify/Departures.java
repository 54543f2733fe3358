package dev.atrium.jobs.notify;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Who left an organisation, and is told nothing of it any more: the table `departure`. Every method
/// works in the connection's transaction, which sees one tenant.
public final class Departures {

    private static final String EVERYBODY = "";

    private Departures() {}

    /// Whether the subject left and did not join again, or the organisation is gone.
    public static boolean holds(Connection connection, TenantId tenant, String subject) throws SQLException {
        return RoundTrip.alone(
                connection,
                trip -> trip.exists(
                        "select 1 from departure where tenant = ? and subject in (?, ?)",
                        tenant.value(),
                        subject,
                        EVERYBODY));
    }

    /// Who of these left, in the sense of [#holds].
    ///
    /// @param subjects an array of texts
    static RoundTrip.Answer<List<String>> left(RoundTrip trip, TenantId tenant, Array subjects) {
        return trip.all(
                "select s.subject from unnest(?::text[]) as s(subject) where exists (select 1 from departure as d"
                        + " where d.tenant = ? and d.subject in (s.subject, ?))",
                row -> row.getString("subject"),
                subjects,
                tenant.value(),
                EVERYBODY);
    }

    /// The subject leaves: what is still to be delivered, and where to, is forgotten, as far as it was
    /// there then. Who joins again says anew where.
    static void leave(Connection connection, TenantId tenant, String subject, Instant at) throws SQLException {
        insert(connection, tenant, subject, at);
        for (String forget : List.of(
                "delete from push_subscription where tenant = ? and subject = ? and created_at <= ?",
                "delete from mail_address where tenant = ? and subject = ? and confirmed_at <= ?",
                "update mail_address_request set open = false where tenant = ? and subject = ? and asked_at <= ?",
                "delete from notification_delivery as d using notification as n where d.tenant = ? and d.recipient = ?"
                        + " and n.tenant = d.tenant and n.id = d.notification and n.created_at <= ?")) {
            Sql.update(connection, forget, tenant.value(), subject, at);
        }
    }

    /// The organisation is gone, and does not come again.
    static void dissolve(Connection connection, TenantId tenant, Instant at) throws SQLException {
        insert(connection, tenant, EVERYBODY, at);
        for (String table :
                List.of("push_subscription", "mail_address", "recipient_profile", "notification_delivery")) {
            Sql.update(connection, "delete from " + table + " where tenant = ?", tenant.value());
        }
        Sql.update(connection, "update mail_address_request set open = false where tenant = ?", tenant.value());
    }

    /// The subject is a member.
    static void join(Connection connection, TenantId tenant, String subject) throws SQLException {
        Sql.update(connection, "delete from departure where tenant = ? and subject = ?", tenant.value(), subject);
    }

    private static void insert(Connection connection, TenantId tenant, String subject, Instant at) throws SQLException {
        Sql.update(
                connection,
                "insert into departure (tenant, subject, at) values (?, ?, ?) on conflict do nothing",
                tenant.value(),
                subject,
                at);
    }
}
