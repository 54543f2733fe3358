package dev.atrium.jobs.lane;

import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// Keeps the look for executions whose node is dead from reading pages in which nothing runs any more:
/// the ranges of the indexes of heartbeats do not narrow by themselves.
@ApplicationScoped
class HeartbeatRanges implements Chore {

    private final DataSource dataSource;

    HeartbeatRanges(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public String name() {
        return "heartbeat-ranges";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException {
        TenantConnections.inTransaction(
                dataSource, connection -> Sql.query(connection, "select narrow_heartbeats()", _ -> true));
    }
}
