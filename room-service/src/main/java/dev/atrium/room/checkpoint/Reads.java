package dev.atrium.room.checkpoint;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// How a store reads: each read sees one tenant only, and fails when PostgreSQL does not answer in time.
///
/// @param patience for a whole read, however many statements it has
public record Reads(Pool pool, Duration patience) {

    /// Several statements in one transaction.
    public <T> Uni<T> inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return TenantSql.inTenant(pool, tenant, work).ifNoItem().after(patience).fail();
    }

    /// Asks for nothing.
    ///
    /// @return fails if PostgreSQL does not answer in time
    Uni<Void> ping() {
        return pool.query("select 1")
                .execute()
                .ifNoItem()
                .after(patience)
                .fail()
                .replaceWithVoid();
    }

    /// A single statement.
    ///
    /// @param item what a row says
    public <T> Uni<List<T>> list(TenantId tenant, String sql, Tuple parameters, Function<Row, T> item) {
        return inTenant(tenant, connection -> rows(connection, sql, parameters))
                .map(rows -> rows.stream().map(item).toList());
    }

    /// What a statement of [#inTenant] finds.
    public static Uni<List<Row>> rows(SqlConnection connection, String sql, Tuple parameters) {
        return connection
                .preparedQuery(sql)
                .execute(parameters)
                .map(found -> StreamSupport.stream(found.spliterator(), false).toList());
    }
}
