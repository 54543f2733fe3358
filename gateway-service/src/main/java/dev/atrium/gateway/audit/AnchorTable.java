package dev.atrium.gateway.audit;

import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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
        try (PreparedStatement query = connection.prepareStatement(DUE)) {
            query.setLong(1, pause.toMillis());
            List<TenantId> tenants = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    tenants.add(new TenantId(rows.getString(1)));
                }
            }
            return tenants;
        }
    }

    /// Marks the tenant's last entry as anchored, in a transaction that sees the tenant.
    ///
    /// @return empty if that is not due
    static Optional<Head> mark(Connection connection, TenantId tenant, Duration pause) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(MARK)) {
            insert.setString(1, tenant.value());
            insert.setLong(2, pause.toMillis());
            try (ResultSet row = insert.executeQuery()) {
                return row.next() ? Optional.of(new Head(row.getLong("seq"), row.getString("hash"))) : Optional.empty();
            }
        }
    }
}
