package dev.atrium.jobs.notify;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.lane.Chunks;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Forgets what is older than 90 days, of all tenants, also where nothing new comes: notifications,
/// notices, how far work was, and who wanted to use which address. Devices are forgotten when they have ended, and
/// sessions when no request that was let in before their end can be under way any more.
@ApplicationScoped
public final class NotificationPurge implements Chore {

    private static final int CHUNK = 1_000;
    private static final Duration UNDER_WAY = Duration.ofMinutes(10);

    private final DataSource dataSource;
    private final InstantSource clock;

    NotificationPurge(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "notification-purge";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(6);
    }

    @Override
    public void run() throws SQLException {
        Instant now = clock.instant();
        Instant limit = now.minus(InboxTable.KEEP);
        Chunks.untilNone(
                dataSource, connection -> Sql.count(connection, "select purge_notifications(?, ?)", limit, CHUNK));
        Chunks.untilNone(
                dataSource,
                connection -> Sql.count(connection, "select purge_devices(?, ?)", now.minus(UNDER_WAY), CHUNK));
        TenantConnections.inTransaction(
                dataSource, connection -> Sql.query(connection, "select purge_notices(?)", row -> true, limit));
    }
}
