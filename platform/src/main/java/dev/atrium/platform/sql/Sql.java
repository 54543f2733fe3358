package dev.atrium.platform.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
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

    /// @return whether the one row that is meant was changed
    public static boolean changes(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return update(connection, sql, parameters) == 1;
    }

    /// Lets the connection's transaction pause between its statements for as long as it takes, where others are
    /// ended so that a node that hangs does not keep what it has locked.
    public static void mayPause(Connection connection) throws SQLException {
        update(connection, "set local idle_in_transaction_session_timeout = 0");
    }

    public static <T> List<T> query(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return read(rows, row);
        }
    }

    /// Of all rows that are left of a result.
    public static <T> List<T> read(ResultSet rows, Row<T> row) throws SQLException {
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

    /// Whether there is a row.
    public static boolean exists(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return first(connection, sql, _ -> true, parameters).isPresent();
    }

    /// The number that a statement gives which always gives one, as `count(*)` does.
    public static long count(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        return first(connection, sql, row -> row.getLong(1), parameters).orElseThrow();
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

    /// Texts as a parameter.
    public static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return array(connection, "text", texts.stream());
    }

    /// What PostgreSQL cannot keep becomes what it can: what follows a log would stop at it for ever.
    public static OffsetDateTime storable(Instant time) {
        Instant storable = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return storable.atOffset(ZoneOffset.UTC);
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        set(statement, parameters);
        return statement;
    }

    /// Gives a statement its parameters.
    public static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i] instanceof Instant at ? storable(at) : parameters[i]);
        }
    }
}
