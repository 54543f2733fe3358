package dev.atrium.jobs.intake;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.lane.Chunks;
import dev.atrium.jobs.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Forgets dead letters 30 days after their end, and events that were received more than 30 days ago:
/// none comes again that late, and if one does, the job or workflow that it made is still there and keeps
/// it from having an effect.
@ApplicationScoped
public final class InboxPurge implements Chore {

    static final Duration KEEP = Duration.ofDays(30);

    private static final int CHUNK = 10_000;
    private static final String DELETE = "delete from inbox where ctid = any(array("
            + "select ctid from inbox where received_at < ? limit " + CHUNK + "))";
    private static final String DELETE_LETTERS = "delete from dead_letter where ctid = any(array("
            + "select ctid from dead_letter where ended_at < ? limit " + CHUNK + "))";

    private final DataSource dataSource;
    private final InstantSource clock;

    InboxPurge(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "inbox-purge";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(6);
    }

    @Override
    public void run() throws SQLException {
        Instant limit = clock.instant().minus(KEEP);
        Chunks.untilNone(dataSource, connection -> Sql.update(connection, DELETE, limit));
        Chunks.untilNone(dataSource, connection -> Sql.update(connection, DELETE_LETTERS, limit));
    }
}
