package dev.atrium.jobs.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.lane.Lanes;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class SqlTest {

    @Inject
    Database database;

    @Inject
    DataSource dataSource;

    @Inject
    @io.quarkus.agroal.DataSource(Lanes.CONNECTIONS)
    DataSource lanes;

    @Test
    void nobodyKeepsALockForLongUnlessItSaysSo() throws SQLException {
        assertEquals(List.of("10s", "30s"), patience(dataSource));
        assertEquals(List.of("5s", "10s"), patience(lanes));

        String pause = TenantConnections.inTransaction(dataSource, connection -> {
            Sql.mayPause(connection);
            return setting(connection, "idle_in_transaction_session_timeout");
        });

        assertEquals("0", pause);
        assertEquals(List.of("10s", "30s"), patience(dataSource));
    }

    /// For how long a transaction waits for a lock, and may pause.
    private static List<String> patience(DataSource source) throws SQLException {
        return TenantConnections.inTransaction(
                source,
                connection -> List.of(
                        setting(connection, "lock_timeout"),
                        setting(connection, "idle_in_transaction_session_timeout")));
    }

    private static String setting(Connection connection, String name) throws SQLException {
        return Sql.first(connection, "select current_setting(?)", row -> row.getString(1), name)
                .orElseThrow();
    }

    @Test
    void timesThatPostgreSqlCannotKeepBecomeThoseThatItCan() {
        String tenant = Api.freshTenant();

        assertEquals(1, database.number(tenant, "select count(*) where ?::timestamptz < '1970-01-01'", Instant.MIN));
        assertEquals(1, database.number(tenant, "select count(*) where ?::timestamptz > '9999-12-31'", Instant.MAX));
    }
}
