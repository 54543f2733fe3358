package dev.atrium.jobs.webhook;

import dev.atrium.jobs.lane.Purge;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Removes events that are older than is kept, whether or not an endpoint of their tenant has anything
/// to do.
@Singleton
final class EventPurge extends Purge {

    private final WebhookConfig config;

    EventPurge(DataSource dataSource, WebhookConfig config, InstantSource clock) {
        super(dataSource, clock, "webhook-event-purge", Duration.ofHours(1));
        this.config = config;
    }

    @Override
    public void run() throws SQLException {
        forget("select purge_webhook_events(?, ?)", 1_000, config.keep());
    }
}
