package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Who wants to use which address: the table `mail_address_request`, and `mail_confirmation`, which
/// counts for each address what all tenants ask. Every method works in the connection's transaction,
/// which sees one tenant. What was asked counts for a day, whatever becomes of it.
final class Confirmations {

    private static final Duration DAY = Duration.ofDays(1);

    /// For so long the same question is a repetition: of a request whose answer got lost, which clients and the
    /// gateway send again.
    private static final Duration SAME_QUESTION = Duration.ofMinutes(1);

    private Confirmations() {}

    /// What becomes of a question.
    enum Asked {
        /// It is noted, and a mail is due.
        NOTED,
        /// It was asked just before, and nothing more is due.
        ALREADY,
        /// It was asked too often, by the person or for the address.
        TOO_OFTEN
    }

    /// Notes that somebody wants to use an address, unless that was the person's last wish just before.
    static Asked request(
            Connection connection, Caller who, MailAddress address, Instant now, NotificationMailConfig config)
            throws SQLException {
        String tenant = who.tenant().value();
        // One at a time, so that many at once are not more than may be.
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(?, 1))",
                row -> 0,
                tenant + "/" + who.subject() + "/mail-address");
        if (lastOpen(connection, who, now.minus(SAME_QUESTION))
                .filter(address::equals)
                .isPresent()) {
            return Asked.ALREADY;
        }
        Duration kept = config.confirmation().compareTo(DAY) > 0 ? config.confirmation() : DAY;
        Sql.update(
                connection,
                "delete from mail_address_request where tenant = ? and subject = ? and asked_at < ?",
                tenant,
                who.subject(),
                now.minus(kept));
        int asked = Sql.first(
                        connection,
                        "select count(*) from mail_address_request where tenant = ? and subject = ? and asked_at >= ?",
                        row -> row.getInt(1),
                        tenant,
                        who.subject(),
                        now.minus(DAY))
                .orElseThrow();
        if (asked >= config.confirmationsPerDay() || !count(connection, address, now, config.confirmationsPerDay())) {
            return Asked.TOO_OFTEN;
        }
        Sql.update(
                connection,
                "insert into mail_address_request (tenant, subject, email, asked_at) values (?, ?, ?, ?)",
                tenant,
                who.subject(),
                address.value(),
                now);
        return Asked.NOTED;
    }

    /// Whether the person still wants to use the address.
    static boolean isOpen(Connection connection, TenantId tenant, String subject, MailAddress address)
            throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from mail_address_request where tenant = ? and subject = ? and email = ? and open",
                tenant.value(),
                subject,
                address.value());
    }

    /// The address that the person asked for last, if a link still confirms it.
    static Optional<MailAddress> lastOpen(Connection connection, Caller who, Instant now, NotificationMailConfig config)
            throws SQLException {
        return lastOpen(connection, who, now.minus(config.confirmation()));
    }

    private static Optional<MailAddress> lastOpen(Connection connection, Caller who, Instant after)
            throws SQLException {
        return Sql.first(
                connection,
                "select email from mail_address_request where tenant = ? and subject = ? and open and asked_at > ?"
                        + " order by asked_at desc limit 1",
                row -> new MailAddress(row.getString("email")),
                who.tenant().value(),
                who.subject(),
                after);
    }

    /// The person wants to use none of the addresses any more that it asked for.
    static void close(Connection connection, TenantId tenant, String subject) throws SQLException {
        Sql.update(
                connection,
                "update mail_address_request set open = false where tenant = ? and subject = ? and open",
                tenant.value(),
                subject);
    }

    /// Counts a mail to the address; of its row there is one, which others wait for.
    private static boolean count(Connection connection, MailAddress address, Instant now, int perDay)
            throws SQLException {
        Instant yesterday = now.minus(DAY);
        return Sql.changes(
                connection,
                "insert into mail_confirmation as c (address, since, sent)"
                        + " values (sha256(convert_to(lower(?), 'UTF8')), ?, 1)"
                        + " on conflict (address) do update"
                        + " set since = case when c.since < ? then excluded.since else c.since end,"
                        + " sent = case when c.since < ? then 1 else c.sent + 1 end"
                        + " where c.since < ? or c.sent < ?",
                address.value(),
                now,
                yesterday,
                yesterday,
                yesterday,
                perDay);
    }
}
