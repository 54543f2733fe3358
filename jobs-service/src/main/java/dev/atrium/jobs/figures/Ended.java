package dev.atrium.jobs.figures;

import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What ended lately.
///
/// @param since what ended then or later is counted: an hour ago or, where more ended than is looked at,
///     later
/// @param items by class or type
public record Ended<T>(Instant since, List<T> items) {

    /// How many are looked at, the newest of the whole installation: so it costs the same however much
    /// there is.
    public static final int MOST = 20_000;

    public Ended {
        items = List.copyOf(items);
    }

    private record Counted<T>(Instant since, Optional<T> item) {}

    /// Reads what a statement finds, in the connection's transaction.
    ///
    /// @param sql with a tenant, or null for all of them, and [#MOST] as parameters; finds a row at least, and in
    ///     each `counted_from`
    /// @param item empty in the one row that there is where nothing ended
    public static <T> Ended<T> read(
            Connection connection, String sql, @Nullable String tenant, Sql.Row<Optional<T>> item) throws SQLException {
        List<Counted<T>> rows = Sql.query(
                connection,
                sql,
                row -> new Counted<>(Sql.requiredInstant(row, "counted_from"), item.read(row)),
                tenant,
                MOST);
        return new Ended<>(
                rows.getFirst().since(),
                rows.stream().map(Counted::item).flatMap(Optional::stream).toList());
    }
}
