package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Purge;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Forgets jobs of all tenants that ended long ago, with what was asked of them and how far they were.
/// Dead letters stay until somebody replays or discards them (in the commons, where nobody is an admin, for
/// 90 days), and jobs of the class `media` for ever: they are how events are known that were read before.
@Singleton
final class JobPurge extends Purge {

    static final Duration KEEP_DEAD_OF_COMMONS = Duration.ofDays(90);

    private static final int CHUNK = 1_000;

    private final QueueConfig config;

    JobPurge(DataSource dataSource, QueueConfig config, InstantSource clock) {
        super(dataSource, clock, "job-purge", Duration.ofHours(1));
        this.config = config;
    }

    @Override
    public void run() throws SQLException {
        forget("select purge_jobs(?, ?)", CHUNK, config.keepEnded());
        forget("select purge_dead_jobs_of_commons(?, ?)", CHUNK, KEEP_DEAD_OF_COMMONS);
    }
}
