package dev.atrium.platform.tenancy;

import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/// JDBC transactions that see one tenant (GW-8); the blocking sibling of [TenantTransactions].
public final class TenantConnections {

    /// The statement of [#enter], for those who send others along with it; its parameter is the tenant.
    public static final String ENTER = TenantSetting.SQL_JDBC;

    private TenantConnections() {}

    /// Work on a connection.
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Runs `work` in a transaction that sees the tenant's rows only; commits, or rolls back on any exception.
    public static <T> T inTenant(DataSource dataSource, TenantId tenant, Work<T> work) throws SQLException {
        return inTransaction(dataSource, connection -> {
            enter(connection, tenant);
            return work.on(connection);
        });
    }

    /// Runs `work` in a transaction that sees no tenant's rows: for tables without tenants, or before [#enter].
    public static <T> T inTransaction(DataSource dataSource, Work<T> work) throws SQLException {
        return AfterCommit.of(() -> committed(dataSource, work));
    }

    private static <T> T committed(DataSource dataSource, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.on(connection);
                connection.commit();
            } catch (Throwable e) {
                // Errors too: switching auto-commit on again would commit what the work left behind.
                rollback(connection, e);
                throw e;
            }
            connection.setAutoCommit(true);
            return result;
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /// Makes the running transaction see the tenant's rows, and no other's, until it ends.
    public static void enter(Connection connection, TenantId tenant) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(ENTER)) {
            set.setString(1, tenant.value());
            set.execute();
        }
    }
}
