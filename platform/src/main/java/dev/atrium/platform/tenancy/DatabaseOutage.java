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

    /// Others kept a lock for too long, or waited for one of ours as we did for theirs, or we kept a
    /// transaction open for too long.
    private static final Set<String> TOO_LONG = Set.of("55P03", "40P01", "25P03");

    private static final Set<String> REACTIVE = Set.of("io.vertx.pgclient.", "io.vertx.sqlclient.");

    @Override
    public boolean isToldBy(Throwable failure) {
        // The connection pool's own errors have no state.
        return failure instanceof SQLException jdbc
                ? jdbc.getSQLState() == null || isAway(jdbc.getSQLState())
                : REACTIVE.stream().anyMatch(failure.getClass().getName()::startsWith) && Reactive.isAway(failure);
    }

    /// A service without the reactive client lacks these classes: for other failures they must not be loaded.
    private static final class Reactive {

        static boolean isAway(Throwable failure) {
            return failure instanceof ClosedConnectionException
                    || (failure instanceof PgException postgres && DatabaseOutage.isAway(postgres.getSqlState()));
        }
    }

    private static boolean isAway(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (AWAY.contains(state.substring(0, 2)) || TOO_LONG.contains(state));
    }
}
