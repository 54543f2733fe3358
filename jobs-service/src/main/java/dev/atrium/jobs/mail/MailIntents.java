package dev.atrium.jobs.mail;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/// The table `mail_intent`: what is written before a mail is sent, so that an attempt without an end is known. Each
/// method is a transaction.
@ApplicationScoped
class MailIntents {

    private static final String BEGIN = "insert into mail_intent as m"
            + " (tenant, message_id, state, attempts, created_at, updated_at, kept_for_ever)"
            + " values (?, ?, 'sending', 1, ?, ?, ?)"
            + " on conflict (tenant, message_id) do update set attempts = m.attempts + 1, state = 'sending',"
            + " uncertain = m.uncertain + case when m.state = 'sending' then 1 else 0 end,"
            + " updated_at = excluded.updated_at where m.state <> 'sent'";

    /// What is known about a mail before it is sent (again).
    enum Before {
        SENT,
        NOT_SENT,
        /// The last attempt has no end.
        UNCERTAIN,
        /// It must not be sent: its recipient's server refuses the address, or an admin wants none sent there.
        BOUNCES
    }

    private final DataSource dataSource;
    private final InstantSource clock;

    MailIntents(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /// Writes that the mail is about to be sent, unless it was, or must not be.
    Before begin(Letter letter, String messageId) throws SQLException {
        TenantId tenant = letter.tenant();
        Instant now = clock.instant();
        return TenantConnections.inTenant(dataSource, tenant, connection -> {
            String before = Sql.first(
                            connection,
                            "select state from mail_intent where tenant = ? and message_id = ? for update",
                            row -> row.getString("state"),
                            tenant.value(),
                            messageId)
                    .orElse("not_sent");
            if (before.equals("sent")) {
                return Before.SENT;
            }
            Reports.take(connection, tenant, letter.to(), now);
            if (Bounces.holds(connection, tenant, letter.to())) {
                return Before.BOUNCES;
            }
            Sql.update(connection, BEGIN, tenant.value(), messageId, now, now, letter.keptForEver());
            return before.equals("sending") ? Before.UNCERTAIN : Before.NOT_SENT;
        });
    }

    void sent(TenantId tenant, String messageId) throws SQLException {
        end(tenant, messageId, "sent");
    }

    /// Takes back [#begin]: it is known that the mail has not left.
    void notSent(TenantId tenant, String messageId) throws SQLException {
        end(tenant, messageId, "not_sent");
    }

    /// The same, because the server refuses the recipient's address for good: nothing is sent there any more.
    ///
    /// @param answer what the server said
    void bounced(TenantId tenant, String messageId, MailAddress to, String answer) throws SQLException {
        TenantConnections.inTenant(dataSource, tenant, connection -> {
            Bounces.add(connection, tenant, to, Bounces.BOUNCE, answer, clock.instant());
            return end(connection, tenant, messageId, "not_sent");
        });
    }

    private void end(TenantId tenant, String messageId, String state) throws SQLException {
        TenantConnections.inTenant(dataSource, tenant, connection -> end(connection, tenant, messageId, state));
    }

    private int end(Connection connection, TenantId tenant, String messageId, String state) throws SQLException {
        return Sql.update(
                connection,
                "update mail_intent set state = ?, updated_at = ?"
                        + " where tenant = ? and message_id = ? and state <> 'sent'",
                state,
                clock.instant(),
                tenant.value(),
                messageId);
    }
}
