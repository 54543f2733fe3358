package dev.atrium.jobs.intake;

import dev.atrium.jobs.lane.Purge;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Forgets dead letters 30 days after their end, and events that were received more than 30 days ago:
/// none comes again that late, and if one does, the job or workflow that it made is still there and keeps
/// it from having an effect.
@Singleton
final class InboxPurge extends Purge {

    static final Duration KEEP = Duration.ofDays(30);

    private static final int CHUNK = 10_000;
    private static final String DELETE = "with gone as (delete from inbox where ctid = any(array("
            + "select ctid from inbox where received_at < ? limit ?)) returning 1) select count(*) from gone";
    private static final String DELETE_LETTERS = "with gone as (delete from dead_letter where ctid = any(array("
            + "select ctid from dead_letter where ended_at < ? limit ?)) returning 1) select count(*) from gone";

    InboxPurge(DataSource dataSource, InstantSource clock) {
        super(dataSource, clock, "inbox-purge", Duration.ofHours(6));
    }

    @Override
    public void run() throws SQLException {
        forget(DELETE, CHUNK, KEEP);
        forget(DELETE_LETTERS, CHUNK, KEEP);
    }
}
