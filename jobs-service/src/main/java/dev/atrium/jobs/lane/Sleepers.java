package dev.atrium.jobs.lane;

import dev.atrium.platform.tenancy.TenantConnections;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/// Gives what sleeps in a lane its turns when its time has come. A lane asks for that at each look, and it is
/// done ten times a second at most: looks that follow each other more closely are for what has its turn already.
final class Sleepers {

    private static final Duration EVERY = Duration.ofMillis(100);

    private final DataSource dataSource;
    private final String lane;
    private long last = System.nanoTime() - EVERY.toNanos();

    Sleepers(DataSource dataSource, String lane) {
        this.dataSource = dataSource;
        this.lane = lane;
    }

    /// To be called by one thread.
    ///
    /// @return whether there may be more of them
    boolean wake(Instant now) {
        long at = System.nanoTime();
        if (at - last < EVERY.toNanos()) {
            return false;
        }
        try {
            int woken = TenantConnections.inTransaction(dataSource, connection -> Turns.wake(connection, lane, now));
            if (woken == Turns.MOST_AT_ONCE) {
                return true;
            }
            last = at;
            return false;
        } catch (SQLException e) {
            throw new IllegalStateException("what slept in the lane " + lane + " is woken by the next look", e);
        }
    }
}
