package dev.atrium.jobs.lane;

import dev.atrium.platform.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// A chore that forgets what is older than is kept, of all tenants.
public abstract class Purge implements Chore {

    private final DataSource dataSource;
    private final InstantSource clock;
    private final String name;
    private final Duration every;

    protected Purge(DataSource dataSource, InstantSource clock, String name, Duration every) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.name = name;
        this.every = every;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Duration every() {
        return every;
    }

    @Override
    public abstract void run() throws SQLException;

    /// Forgets in short transactions, until one finds nothing to forget.
    ///
    /// @param sql gives how many rows are gone
    /// @param most the last parameter: how many rows may go in a transaction
    /// @param keep the parameters before it, as the time that is so long ago
    protected final void forget(String sql, int most, Duration... keep) throws SQLException {
        Instant now = clock.instant();
        Object[] parameters =
                Stream.concat(Stream.of(keep).map(now::minus), Stream.of(most)).toArray();
        Chunks.untilNone(dataSource, connection -> Sql.count(connection, sql, parameters));
    }
}
