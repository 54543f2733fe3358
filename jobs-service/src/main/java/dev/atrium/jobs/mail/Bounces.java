package dev.atrium.jobs.mail;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Addresses to which no mail of whatever kind is sent any more: those of the table `mail_suppression` with the reason
/// `bounce`, because their servers refuse them for good, and those that an admin has put there for all mail (`manual`).
/// Every method works in the connection's transaction, which sees one tenant.
public final class Bounces {

    static final String BOUNCE = "bounce";

    private Bounces() {}

    /// Whether the address is of no use at all.
    public static boolean holds(Connection connection, TenantId tenant, MailAddress address) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from mail_suppression where tenant = ? and email = ?"
                        + " and (reason = 'bounce' or (reason = 'manual' and category is null))",
                tenant.value(),
                address.key());
    }

    /// The same once more changes nothing.
    ///
    /// @param reason `bounce`, or `complaint`, which concerns notifications only
    /// @param detail what the server said; null: nothing
    static void add(
            Connection connection,
            TenantId tenant,
            MailAddress address,
            String reason,
            @Nullable String detail,
            Instant now)
            throws SQLException {
        hold(connection, tenant, address);
        Sql.update(
                connection,
                "insert into mail_suppression (tenant, id, email, reason, detail, created_at)"
                        + " select ?, ?, ?, ?, ?, ? where not exists (select 1 from mail_suppression"
                        + " where tenant = ? and email = ? and reason = ?)",
                tenant.value(),
                Ids.next(),
                address.key(),
                reason,
                detail,
                now,
                tenant.value(),
                address.key(),
                reason);
    }

    /// Until the transaction ends nobody else adds something for the address: several mails to it may be refused at the
    /// same time.
    public static void hold(Connection connection, TenantId tenant, MailAddress address) throws SQLException {
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(current_schema() || '.mail_suppression ' || ?, 0))",
                _ -> true,
                tenant + "/" + address.key());
    }
}
