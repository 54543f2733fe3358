package dev.atrium.platform.tenancy;

import dev.atrium.platform.identity.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.function.Function;

/// Transactions of the reactive PostgreSQL client that see one tenant (GW-8), for bulk reads and writes.
public final class TenantSql {

    private TenantSql() {}

    /// Runs `work` in a transaction that sees the tenant's rows only.
    public static <T> Uni<T> inTenant(Pool pool, TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection -> enter(connection, tenant).flatMap(_ -> work.apply(connection)));
    }

    /// Makes the running transaction see the tenant's rows, and no other's, until it ends or enters another.
    public static Uni<Void> enter(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery(TenantSetting.SQL_POSTGRES)
                .execute(Tuple.of(tenant.value()))
                .replaceWithVoid();
    }
}
