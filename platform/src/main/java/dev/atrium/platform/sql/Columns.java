package dev.atrium.platform.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Many rows as parameters of one statement, for `unnest(…)`: an array for each column.
///
/// @param <T> what a row is made of
public final class Columns<T> {

    private final Connection connection;
    private final List<T> rows;

    public Columns(Connection connection, Collection<T> rows) {
        this.connection = connection;
        this.rows = List.copyOf(rows);
    }

    /// @param type as PostgreSQL calls that of one value
    /// @param value of a row; null is none
    public Array of(String type, Function<T, @Nullable Object> value) throws SQLException {
        return Sql.array(connection, type, rows.stream().map(value));
    }
}
