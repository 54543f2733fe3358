package dev.atrium.jobs.lane;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Work in short transactions, so that nobody waits for long for what it locks.
public final class Chunks {

    private Chunks() {}

    /// Does some of the work in each transaction, until one finds nothing to do.
    ///
    /// @param work returns how much it did
    public static void untilNone(DataSource dataSource, TenantConnections.Work<? extends Number> work)
            throws SQLException {
        long done = 1;
        while (done > 0) {
            done = TenantConnections.inTransaction(dataSource, work).longValue();
        }
    }

    /// The same, in transactions that see the tenant.
    public static void untilNone(DataSource dataSource, TenantId tenant, TenantConnections.Work<? extends Number> work)
            throws SQLException {
        long done = 1;
        while (done > 0) {
            done = TenantConnections.inTenant(dataSource, tenant, work).longValue();
        }
    }
}
