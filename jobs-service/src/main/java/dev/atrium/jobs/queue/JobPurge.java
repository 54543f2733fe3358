package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.lane.Chunks;
import dev.atrium.jobs.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Forgets jobs of all tenants that ended long ago, with what was asked of them and how far they were.
/// Dead letters stay until somebody replays or discards them (in the commons, where nobody is an admin, for
/// 90 days), and jobs of the class `media` for ever: they are how events are known that were read before.
@ApplicationScoped
public final class JobPurge implements Chore {

    static final Duration KEEP_DEAD_OF_COMMONS = Duration.ofDays(90);

    private static final int CHUNK = 1_000;

    private final DataSource dataSource;
    private final QueueConfig config;
    private final InstantSource clock;

    JobPurge(DataSource dataSource, QueueConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "job-purge";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException {
        Instant limit = clock.instant().minus(config.keepEnded());
        Chunks.untilNone(dataSource, connection -> Sql.count(connection, "select purge_jobs(?, ?)", limit, CHUNK));
        Instant dead = clock.instant().minus(KEEP_DEAD_OF_COMMONS);
        Chunks.untilNone(
                dataSource,
                connection -> Sql.count(connection, "select purge_dead_jobs_of_commons(?, ?)", dead, CHUNK));
    }
}
