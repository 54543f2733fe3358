package dev.atrium.jobs.testing;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Looks into the service's tables, and leaves there what a killed node would.
@ApplicationScoped
public class Database {

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// The number in the first column of the first row.
    public long number(String tenant, String sql, @Nullable Object... parameters) {
        return transaction(
                tenant,
                connection -> Sql.first(connection, sql, row -> row.getLong(1), parameters)
                        .orElseThrow());
    }

    /// The text in the first column of the first row.
    public String text(String tenant, String sql, @Nullable Object... parameters) {
        return transaction(
                tenant,
                connection -> Sql.first(
                                connection, sql, row -> Objects.requireNonNullElse(row.getString(1), ""), parameters)
                        .orElseThrow());
    }

    public int update(String tenant, String sql, @Nullable Object... parameters) {
        return transaction(tenant, connection -> Sql.update(connection, sql, parameters));
    }

    /// May pause for as long as a test waits for something in it.
    public <T> T transaction(String tenant, TenantConnections.Work<T> work) {
        try {
            return TenantConnections.inTenant(dataSource, new TenantId(tenant), connection -> {
                Sql.mayPause(connection);
                return work.on(connection);
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
