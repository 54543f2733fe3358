package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where mail of the suite goes: the table `mail_address`. An address counts when whoever reads its mail
/// has confirmed it, or the identity provider has verified it; nobody else can direct a person's mail to
/// it. What the person has said itself the provider does not change. Every method works in the connection's
/// transaction, which sees one tenant.
public final class Addresses {

    private Addresses() {}

    /// An address that counts.
    ///
    /// @param origin who says that it is the person's
    record Known(MailAddress address, AddressOrigin origin) {}

    /// The address that counts.
    public static Optional<MailAddress> find(Connection connection, TenantId tenant, String subject)
            throws SQLException {
        return known(connection, tenant, subject).map(Known::address);
    }

    /// The address that counts, and why.
    static Optional<Known> known(Connection connection, TenantId tenant, String subject) throws SQLException {
        return Sql.first(
                connection,
                "select email, origin from mail_address where tenant = ? and subject = ? and confirmed",
                row -> new Known(
                        new MailAddress(row.getString("email")), AddressOrigin.labelled(row.getString("origin"))),
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

    /// The provider has verified an address. It does not count where the person has confirmed one, or wants
    /// no mail, or where the provider has said something later.
    ///
    /// @param at when the provider said so
    public static void verify(Connection connection, TenantId tenant, String subject, MailAddress address, Instant at)
            throws SQLException {
        Sql.update(
                connection,
                "insert into mail_address as a (tenant, subject, email, confirmed, confirmed_at, origin)"
                        + " values (?, ?, ?, true, ?, ?)"
                        + " on conflict (tenant, subject) do update set email = excluded.email, confirmed = true,"
                        + " confirmed_at = excluded.confirmed_at, origin = excluded.origin"
                        // What is neither confirmed nor unwanted was typed by whoever created the user.
                        + " where (a.origin = excluded.origin and a.confirmed_at <= excluded.confirmed_at)"
                        + " or (a.email is not null and not a.confirmed)",
                tenant.value(),
                subject,
                address.value(),
                at,
                AddressOrigin.PROVIDER.label());
    }

    /// The person has confirmed an address.
    static void confirm(Connection connection, TenantId tenant, String subject, MailAddress address, Instant now)
            throws SQLException {
        say(connection, tenant, subject, address.value(), now);
    }

    /// The person wants no mail, until it confirms an address.
    static void refuse(Connection connection, TenantId tenant, String subject, Instant now) throws SQLException {
        say(connection, tenant, subject, null, now);
    }

    private static void say(Connection connection, TenantId tenant, String subject, @Nullable String email, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into mail_address (tenant, subject, email, confirmed, confirmed_at, origin)"
                        + " values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (tenant, subject) do update set email = excluded.email,"
                        + " confirmed = excluded.confirmed, confirmed_at = excluded.confirmed_at,"
                        + " origin = excluded.origin",
                tenant.value(),
                subject,
                email,
                email != null,
                now,
                AddressOrigin.PERSON.label());
    }
}
