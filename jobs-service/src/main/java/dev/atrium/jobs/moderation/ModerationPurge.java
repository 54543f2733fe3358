package dev.atrium.jobs.moderation;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.lane.Chunks;
import dev.atrium.jobs.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Forgets what was decided about messages of all tenants long ago, and what people sent more than two hours ago. What
/// waits for a moderator stays.
@ApplicationScoped
class ModerationPurge implements Chore {

    private static final int CHUNK = 1_000;
    private static final Duration TEXTS = Duration.ofHours(2);

    private final DataSource dataSource;
    private final ModerationConfig config;
    private final InstantSource clock;

    ModerationPurge(DataSource dataSource, ModerationConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "moderation-purge";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException {
        Instant now = clock.instant();
        Chunks.untilNone(
                dataSource,
                connection -> Sql.count(
                        connection,
                        "select purge_moderation(?, ?, ?)",
                        now.minus(config.keep()),
                        now.minus(TEXTS),
                        CHUNK));
    }
}
