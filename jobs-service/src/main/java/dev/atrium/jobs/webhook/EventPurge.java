package dev.atrium.jobs.webhook;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.lane.Chunks;
import dev.atrium.jobs.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Removes events that are older than is kept, whether or not an endpoint of their tenant has anything
/// to do.
@ApplicationScoped
class EventPurge implements Chore {

    private static final int CHUNK = 1_000;

    private final DataSource dataSource;
    private final WebhookConfig config;
    private final InstantSource clock;

    EventPurge(DataSource dataSource, WebhookConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhook-event-purge";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException {
        Instant before = clock.instant().minus(config.keep());
        Chunks.untilNone(
                dataSource, connection -> Sql.count(connection, "select purge_webhook_events(?, ?)", before, CHUNK));
    }
}
