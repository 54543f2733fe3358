package dev.atrium.gateway.upkeep;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;

/// What a gateway asks the database again and again. The database itself stops to look for an answer that
/// nobody waits for any more: a question that is slow must not keep a connection of the pool, while the
/// next one takes another. One that still waits for a connection then is asked all the same when there is
/// one; askers that ask one at a time ([Rounds]) leave few of these.
public final class Question {

    private Question() {}

    /// The answer. Fails if it is not there in time.
    ///
    /// @param sql what changes nothing
    /// @param patience at least a millisecond
    public static Uni<RowSet<Row>> ask(Pool pool, String sql, Tuple parameters, Duration patience) {
        return pool.withTransaction(connection -> connection
                        .query("set local statement_timeout = " + patience.toMillis())
                        .execute()
                        .chain(() -> connection.preparedQuery(sql).execute(parameters)))
                .ifNoItem()
                .after(patience)
                .fail();
    }
}
