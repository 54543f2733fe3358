package dev.atrium.gateway.upkeep;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/// A chore that forgets what there may be much of, in steps, so that each statement is short however much
/// that is: what is forgotten stays so if a later step fails.
public abstract class Purge implements Chore {

    private static final int ROWS = 10_000;

    private final Pool pool;
    private final InstantSource clock;
    private final String name;

    protected Purge(Pool pool, InstantSource clock, String name) {
        this.pool = pool;
        this.clock = clock;
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    /// Completes when a step has found less than it may forget.
    ///
    /// @param sql whose last two parameters are the time that is `keep` ago and how many rows may go, and
    ///     whose only value tells how many did; where these are of several tables, of the one that had most
    /// @param parameters all others
    protected final Uni<Void> forget(String sql, Duration keep, Object... parameters) {
        Stream<?> last = Stream.of(clock.instant().minus(keep).atOffset(ZoneOffset.UTC), ROWS);
        return forget(sql, Tuple.from(Stream.concat(Stream.of(parameters), last).toArray()));
    }

    private Uni<Void> forget(String sql, Tuple parameters) {
        return pool.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> rows.iterator().next().getInteger(0))
                .chain(gone -> gone < ROWS ? Uni.createFrom().voidItem() : forget(sql, parameters));
    }
}
