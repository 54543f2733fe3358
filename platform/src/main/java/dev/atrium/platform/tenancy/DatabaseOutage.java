package dev.atrium.platform.tenancy;

import dev.atrium.platform.problem.Outage;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// PostgreSQL is away, starts, stops, takes nothing, has no room for us, or lets us wait too long.
@Singleton
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
final class DatabaseOutage implements Outage {

    /// Classes of SQL states: no connection, no resources, stopped by the operator, system error.
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /// Others kept a lock for too long, or waited for one of ours as we did for theirs, or we kept a
    /// transaction open for too long.
    private static final Set<String> TOO_LONG = Set.of("55P03", "40P01", "25P03");

    /// Nothing can be written: it is a standby by now whose name was the primary's, or somebody has
    /// closed it for writing because its disk is full.
    private static final String READ_ONLY = "25006";

    /// What the reactive client says, in Vert.x' own general classes, where it got no connection in
    /// time, as each one waits for a machine that is not there, and of a connection that has ended.
    private static final Set<String> WITHOUT_CONNECTION =
            Set.of("Timeout", "Connection is not active now", "Pending requests failed to be sent");

    private static final Set<Class<?>> GENERAL = Set.of(NoStackTraceThrowable.class, VertxException.class);

    private static final Set<String> REACTIVE = Set.of("io.vertx.pgclient.", "io.vertx.sqlclient.");

    @Override
    public boolean isToldBy(Throwable failure) {
        // The connection pool's own errors have no state.
        return failure instanceof SQLException jdbc
                ? jdbc.getSQLState() == null || isAway(jdbc.getSQLState())
                : isWithoutConnection(failure)
                        || (REACTIVE.stream().anyMatch(failure.getClass().getName()::startsWith)
                                && Reactive.isAway(failure));
    }

    private static boolean isWithoutConnection(Throwable failure) {
        String message = failure.getMessage();
        return GENERAL.contains(failure.getClass())
                && message != null
                && WITHOUT_CONNECTION.stream().anyMatch(message::startsWith);
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
                && (AWAY.contains(state.substring(0, 2)) || TOO_LONG.contains(state) || state.equals(READ_ONLY));
    }
}
