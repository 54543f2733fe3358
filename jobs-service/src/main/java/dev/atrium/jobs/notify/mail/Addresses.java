package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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

    /// Who of the subjects has an address that counts.
    public static RoundTrip.Answer<List<String>> having(RoundTrip trip, TenantId tenant, Array subjects) {
        return trip.all(
                "select subject from mail_address where tenant = ? and subject = any(?) and confirmed",
                row -> row.getString("subject"),
                tenant.value(),
                subjects);
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
    }
}
