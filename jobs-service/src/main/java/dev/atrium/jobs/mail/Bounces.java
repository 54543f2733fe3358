package dev.atrium.jobs.mail;

import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// Addresses whose servers refuse them for good, so that no mail of whatever kind is sent there any more:
/// those of the table `mail_suppression` with the reason `bounce`. Every method works in the connection's
/// transaction, which sees one tenant.
public final class Bounces {

    private static final String REASON = "bounce";

    private Bounces() {}

    /// Whether the address is of no use at all.
    public static boolean holds(Connection connection, TenantId tenant, MailAddress address) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from mail_suppression where tenant = ? and email = ? and reason = ?",
                tenant.value(),
                address.key(),
                REASON);
    }

    /// The same once more changes nothing.
    ///
    /// @param detail what the server said
    static void add(Connection connection, TenantId tenant, MailAddress address, String detail, Instant now)
            throws SQLException {
        // Several mails to it may be refused at the same time.
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(current_schema() || '.mail_suppression ' || ?, 0))",
                _ -> true,
                tenant + "/" + address.key());
        if (!holds(connection, tenant, address)) {
            Sql.update(
                    connection,
                    "insert into mail_suppression (tenant, id, email, reason, detail, created_at)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    tenant.value(),
                    Ids.next(),
                    address.key(),
                    REASON,
                    detail,
                    now);
        }
    }
}
