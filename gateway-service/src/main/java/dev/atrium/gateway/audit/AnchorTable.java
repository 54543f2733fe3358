package dev.atrium.gateway.audit;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The table `audit_anchors`. All times are of the database's clock, which gateways have in common.
final class AnchorTable {

    private static final String DUE = "select due_anchors(? * interval '1 millisecond')";

    /// Of two gateways the second one waits for the first, and finds that it is not due any more.
    private static final String MARK = "insert into audit_anchors as n (tenant, seq, hash, anchored_at)"
            + " (select a.tenant, a.seq, a.hash, now() from audit a where a.tenant = ? order by a.seq desc limit 1)"
            + " on conflict (tenant) do update"
            + " set seq = excluded.seq, hash = excluded.hash, anchored_at = excluded.anchored_at"
            + " where (n.seq, n.hash) is distinct from (excluded.seq, excluded.hash)"
            + " and n.anchored_at <= now() - ? * interval '1 millisecond' returning n.seq, n.hash";

    private AnchorTable() {}

    /// The end of a trail.
    record Head(long seq, String hash) {}

    /// Tenants in whose trail something happened since their last anchor, if that is at least so old.
    static List<TenantId> due(Connection connection, Duration pause) throws SQLException {
        return Sql.query(connection, DUE, row -> new TenantId(row.getString(1)), pause.toMillis());
    }

    /// Marks the tenant's last entry as anchored, in a transaction that sees the tenant.
    ///
    /// @return empty if that is not due
    static Optional<Head> mark(Connection connection, TenantId tenant, Duration pause) throws SQLException {
        return Sql.first(
                connection,
                MARK,
                row -> new Head(row.getLong("seq"), row.getString("hash")),
                tenant.value(),
                pause.toMillis());
    }
}
