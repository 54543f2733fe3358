package dev.atrium.jobs.operations;

import dev.atrium.jobs.figures.Counted;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Rows that wait for somebody.
///
/// @param rows how many, at most [Counted#MOST]
/// @param oldest since when the oldest one waits; null: there is none
public record Waiting(long rows, @Nullable Instant oldest) {

    /// Events that have not left yet, in the connection's transaction.
    static Waiting outbox(Connection connection) throws SQLException {
        return new Waiting(
                count(connection, "select 1 from outbox"),
                Sql.first(
                                connection,
                                "select time from outbox order by id limit 1",
                                row -> Sql.requiredInstant(row, "time"))
                        .orElse(null));
    }

    /// Records of Kafka that nothing could be made of and nobody has replayed or discarded.
    static Waiting deadLetters(Connection connection) throws SQLException {
        return new Waiting(
                count(connection, "select 1 from dead_letter where ended_at is null"),
                Sql.first(
                                connection,
                                "select recorded_at from dead_letter where ended_at is null order by recorded_at limit 1",
                                row -> Sql.requiredInstant(row, "recorded_at"))
                        .orElse(null));
    }

    private static long count(Connection connection, String rows) throws SQLException {
        return Sql.count(connection, "select count(*) from (" + rows + " limit " + Counted.MOST + ") as found");
    }
}
