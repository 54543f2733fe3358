package dev.atrium.jobs.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Statements with their parameters in one call. Parameters may be null; an [Instant] becomes a `timestamptz`.
public final class Sql {

    private static final Instant EARLIEST = Instant.parse("-4000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+200000-01-01T00:00:00Z");

    private Sql() {}

    /// Makes one value of the result's current row.
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// @return how many rows were changed
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    public static <T> List<T> query(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return read(rows, row);
        }
    }

    static <T> List<T> read(ResultSet rows, Row<T> row) throws SQLException {
        List<T> values = new ArrayList<>();
        while (rows.next()) {
            values.add(row.read(rows));
        }
        return values;
    }

    /// The first row, if there is any.
    public static <T> Optional<T> first(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        return query(connection, sql, row, parameters).stream().findFirst();
    }

    /// @return null where the column is
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /// For a column that is never null.
    public static Instant requiredInstant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// Values of one type, as a parameter; of those that may be null, too.
    ///
    /// @param type as PostgreSQL calls that of one value
    public static Array array(Connection connection, String type, Stream<? extends @Nullable Object> values)
            throws SQLException {
        return connection.createArrayOf(
                type,
                values.map(value -> value == null ? null : value.toString()).toArray(String[]::new));
    }

    /// What PostgreSQL cannot keep becomes what it can: what follows a log would stop at it for ever.
    private static OffsetDateTime storable(Instant time) {
        Instant storable = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return storable.atOffset(ZoneOffset.UTC);
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        set(statement, parameters);
        return statement;
    }

    static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i] instanceof Instant at ? storable(at) : parameters[i]);
        }
    }
}
