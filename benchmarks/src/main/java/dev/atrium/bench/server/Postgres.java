package dev.atrium.bench.server;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A look into the database of the stack, and statements that prepare it, as superuser.
///
/// @param url with user and password
public record Postgres(String url) {

    /// Backends tell what they have done at the latest so long after they became idle.
    private static final Duration UNTIL_COUNTED = Duration.ofSeconds(11);

    /// Does not show the password.
    @Override
    public String toString() {
        return "Postgres";
    }

    /// The number in the first column of the first row.
    public long number(String sql, Object... parameters) throws IOException {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /// All numbers of the first column.
    public long[] numbers(String sql, Object... parameters) throws IOException {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            var numbers = java.util.stream.LongStream.builder();
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
            return numbers.build().toArray();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    public void update(String sql, Object... parameters) throws IOException {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /// How many transactions were committed up to now, once everybody is idle and has told so: that takes 11 seconds.
    public long committedInAll() throws IOException {
        LockSupport.parkNanos(UNTIL_COUNTED.toNanos());
        return committed();
    }

    /// How many transactions were committed, as far as that was told.
    public long committed() throws IOException {
        return number("select xact_commit from pg_stat_database where datname = 'atrium'");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
