package dev.atrium.jobs.notify.room;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Who was seen in an organisation's rooms. Every method works in the connection's transaction, which sees one tenant.
public final class KnownPeople {

    private KnownPeople() {}

    /// Subjects of users who did something in a room or were its members, without those who left the organisation; in
    /// order.
    public static List<String> of(Connection connection, TenantId tenant) throws SQLException {
        return Sql.query(
                connection,
                "select distinct p.subject from known_person as p where p.tenant = ? and p.subject like 'user:%'"
                        + " and not exists (select 1 from departure as d where d.tenant = p.tenant"
                        + " and d.subject in (p.subject, '')) order by p.subject",
                row -> row.getString("subject"),
                tenant.value());
    }
}
