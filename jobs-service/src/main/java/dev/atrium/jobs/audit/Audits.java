package dev.atrium.jobs.audit;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.JdbcOutbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/// Tells the audit trail, which the gateway keeps (GW-12), who did what: in the transaction that does it,
/// so that both are done or neither. What a request finds done already is not to be told again.
@ApplicationScoped
public class Audits {

    private final JdbcOutbox outbox;

    Audits(JdbcOutbox outbox) {
        this.outbox = outbox;
    }

    /// In the connection's transaction, which sees the caller's tenant.
    public void add(Connection connection, Caller who, Deed deed) throws SQLException {
        add(connection, who.tenant(), who.actor(), deed);
    }

    /// The same for whoever does it without being the caller of a request.
    public void add(Connection connection, TenantId tenant, Actor by, Deed deed) throws SQLException {
        outbox.add(connection, new Event.Audited(tenant, by, deed.action().label(), deed.target(), deed.detail()));
    }
}
