package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Where mail of the suite goes: the table `mail_address`. An address counts when whoever reads its mail
/// has confirmed it; nobody else can direct a person's mail to it. Every method works in the
/// connection's transaction, which sees one tenant.
public final class Addresses {

    private Addresses() {}

    /// The address that counts.
    public static Optional<MailAddress> find(Connection connection, TenantId tenant, String subject)
            throws SQLException {
        return Sql.first(
                connection,
                "select email from mail_address where tenant = ? and subject = ? and confirmed",
                row -> new MailAddress(row.getString("email")),
                tenant.value(),
                subject);
    }

    static void confirm(Connection connection, TenantId tenant, String subject, MailAddress address, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into mail_address (tenant, subject, email, confirmed, confirmed_at) values (?, ?, ?, true, ?)"
                        + " on conflict (tenant, subject) do update set email = excluded.email, confirmed = true,"
                        + " confirmed_at = excluded.confirmed_at",
                tenant.value(),
                subject,
                address.value(),
                now);
    }

    static void forget(Connection connection, TenantId tenant, String subject) throws SQLException {
        Sql.update(connection, "delete from mail_address where tenant = ? and subject = ?", tenant.value(), subject);
        Sql.update(
                connection,
                "delete from mail_address_request where tenant = ? and subject = ?",
                tenant.value(),
                subject);
    }

    /// Notes that somebody wants to use an address.
    ///
    /// @param perDay how often at most; also for the address, whoever asks
    /// @return false if that was asked too often
    static boolean request(
            Connection connection, TenantId tenant, String subject, MailAddress address, Instant now, int perDay)
            throws SQLException {
        Instant yesterday = now.minus(java.time.Duration.ofDays(1));
        // One at a time, so that many at once are not more than may be.
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(?, 1))",
                row -> 0,
                tenant.value() + "/mail-address");
        Sql.update(
                connection,
                "delete from mail_address_request where tenant = ? and asked_at < ?",
                tenant.value(),
                yesterday);
        int asked = Sql.first(
                        connection,
                        "select greatest(count(*) filter (where subject = ?), count(*) filter (where lower(email) ="
                                + " lower(?))) as asked from mail_address_request where tenant = ?",
                        row -> row.getInt("asked"),
                        subject,
                        address.value(),
                        tenant.value())
                .orElse(0);
        if (asked >= perDay) {
            return false;
        }
        Sql.update(
                connection,
                "insert into mail_address_request (tenant, subject, email, asked_at) values (?, ?, ?, ?)",
                tenant.value(),
                subject,
                address.value(),
                now);
        return true;
    }
}
