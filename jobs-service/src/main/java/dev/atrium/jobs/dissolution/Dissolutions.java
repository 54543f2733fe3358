package dev.atrium.jobs.dissolution;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The table `dissolution`, of the service itself: organisations that were deleted, until nothing of them is left
/// that would have to go. Every method works in the connection's transaction.
public final class Dissolutions {

    private Dissolutions() {}

    /// An organisation in which something may go on.
    record GoingOn(TenantId tenant, Instant at) {}

    /// The organisation is gone; again: the same.
    ///
    /// @param now from when on what is kept for it is kept for some time
    public static void begin(Connection connection, TenantId tenant, Instant now) throws SQLException {
        Sql.update(
                connection,
                "insert into dissolution (tenant, at) values (?, ?) on conflict do nothing",
                tenant.value(),
                now);
    }

    /// Those in which something may go on.
    static List<GoingOn> goingOn(Connection connection) throws SQLException {
        return Sql.query(
                connection,
                "select tenant, at from dissolution where not ended order by at, tenant",
                row -> new GoingOn(new TenantId(row.getString("tenant")), Sql.requiredInstant(row, "at")));
    }

    /// Those of which something is kept since that time or before.
    static List<TenantId> kept(Connection connection, Instant since) throws SQLException {
        return Sql.query(
                connection,
                "select tenant from dissolution where at <= ? order by at, tenant",
                row -> new TenantId(row.getString("tenant")),
                since);
    }

    /// Nothing goes on any more.
    static int ended(Connection connection, TenantId tenant) throws SQLException {
        return Sql.update(connection, "update dissolution set ended = true where tenant = ?", tenant.value());
    }

    /// Nothing is kept.
    ///
    /// @return 0 if something may go on: then it stays known
    static int forget(Connection connection, TenantId tenant) throws SQLException {
        return Sql.update(connection, "delete from dissolution where tenant = ? and ended", tenant.value());
    }
}
