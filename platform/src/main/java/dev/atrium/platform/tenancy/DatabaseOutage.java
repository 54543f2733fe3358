package dev.atrium.platform.tenancy;

import dev.atrium.platform.problem.Outage;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// PostgreSQL is away, starts, stops, has no room for us, or lets us wait too long.
@Singleton
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
final class DatabaseOutage implements Outage {

    /// Classes of SQL states: no connection, no resources, stopped by the operator, system error.
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /// Others kept a lock for too long, or we kept a transaction open for too long.
    private static final Set<String> TOO_LONG = Set.of("55P03", "25P03");

    @Override
    public boolean isToldBy(Throwable failure) {
        return switch (failure) {
            case PgException postgres -> isAway(postgres.getSqlState());
            // The connection pool's own errors have no state.
            case SQLException jdbc -> jdbc.getSQLState() == null || isAway(jdbc.getSQLState());
            case ClosedConnectionException _ -> true;
            default -> false;
        };
    }

    private static boolean isAway(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (AWAY.contains(state.substring(0, 2)) || TOO_LONG.contains(state));
    }
}
