package dev.atrium.gateway.intake;

import io.vertx.pgclient.PgException;
import java.util.stream.Stream;

/// PostgreSQL ends a statement that takes longer than it may (`statement_timeout`): it may be busy, or the statement
/// may be too large for ever.
final class SlowStatement {

    private static final String QUERY_CANCELED = "57014";
    private static final int CAUSES_MAX = 20;

    private SlowStatement() {}

    /// Whether a failure, or one of its causes, says so.
    static boolean explains(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES_MAX)
                .anyMatch(cause ->
                        cause instanceof PgException postgres && QUERY_CANCELED.equals(postgres.getSqlState()));
    }
}
