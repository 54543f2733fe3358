package dev.atrium.jobs.moderation;

import dev.atrium.jobs.lane.Purge;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Forgets what was decided about messages of all tenants long ago, and what people sent more than two hours ago. What
/// waits for a moderator stays.
@Singleton
final class ModerationPurge extends Purge {

    private static final Duration TEXTS = Duration.ofHours(2);

    private final ModerationConfig config;

    ModerationPurge(DataSource dataSource, ModerationConfig config, InstantSource clock) {
        super(dataSource, clock, "moderation-purge", Duration.ofHours(1));
        this.config = config;
    }

    @Override
    public void run() throws SQLException {
        forget("select purge_moderation(?, ?, ?)", 1_000, config.keep(), TEXTS);
    }
}
