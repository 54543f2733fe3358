package dev.atrium.gateway.upkeep;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;

/// Forgets in steps what there may be much of, so that each statement is short however much that is: what
/// is forgotten stays so if a later step fails.
public final class Steps {

    private static final int ROWS = 10_000;

    private Steps() {}

    /// Completes when a step has found less than it may forget.
    ///
    /// @param sql whose last parameter is how many rows may go, and whose only value tells how many did
    /// @param parameters all others
    public static Uni<Void> forget(Pool pool, String sql, Object... parameters) {
        Object[] all = Arrays.copyOf(parameters, parameters.length + 1);
        all[parameters.length] = ROWS;
        return pool.preparedQuery(sql)
                .execute(Tuple.from(all))
                .map(rows -> rows.iterator().next().getInteger(0))
                .chain(gone -> gone < ROWS ? Uni.createFrom().voidItem() : forget(pool, sql, parameters));
    }
}
