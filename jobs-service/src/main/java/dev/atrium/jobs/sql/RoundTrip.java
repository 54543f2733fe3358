package dev.atrium.jobs.sql;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Statements that go to the server together: the way there and back costs more than most of them. Each sees what those
/// before it have done, and what was committed until it begins, as if it were sent alone.
public final class RoundTrip {

    private final Connection connection;
    private final StringJoiner sql = new StringJoiner("; ");
    private final List<@Nullable Object> parameters = new ArrayList<>();
    private final List<Answer<?>> answers = new ArrayList<>();

    public RoundTrip(Connection connection) {
        this.connection = connection;
    }

    /// What a statement will have given.
    public static final class Answer<T> {

        private final Reader<T> reader;
        private @Nullable T value;

        private Answer(Reader<T> reader) {
            this.reader = reader;
        }

        /// @throws IllegalStateException before [#send]
        public T get() {
            if (value == null) {
                throw new IllegalStateException("not sent");
            }
            return value;
        }

        private void read(PreparedStatement statement) throws SQLException {
            value = reader.read(statement);
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(PreparedStatement statement) throws SQLException;
    }

    /// Makes the transaction see the tenant's rows, as [TenantConnections#enter].
    public void enter(TenantId tenant) {
        exists(TenantConnections.ENTER, tenant.value());
    }

    /// @return how many rows will have been changed
    public Answer<Integer> update(String statement, @Nullable Object... values) {
        return add(statement, PreparedStatement::getUpdateCount, values);
    }

    public <T> Answer<List<T>> all(String statement, Sql.Row<T> row, @Nullable Object... values) {
        return add(statement, done -> readAll(done, row), values);
    }

    /// The rows that have something in common, by that.
    public <K, V> Answer<Map<K, List<V>>> grouped(
            String statement, Sql.Row<Map.Entry<K, V>> row, @Nullable Object... values) {
        return add(
                statement,
                done -> readAll(done, row).stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))),
                values);
    }

    /// The first row, if there is any.
    public <T> Answer<Optional<T>> first(String statement, Sql.Row<T> row, @Nullable Object... values) {
        return made(statement, row, Function.identity(), values);
    }

    /// What is made of the first row, if there is any.
    public <T, V> Answer<V> made(
            String statement, Sql.Row<T> row, Function<Optional<T>, V> then, @Nullable Object... values) {
        return add(statement, done -> then.apply(read(done, row)), values);
    }

    /// Whether there is a row.
    public Answer<Boolean> exists(String statement, @Nullable Object... values) {
        return made(statement, row -> true, Optional::isPresent, values);
    }

    /// Sends the statements and reads what they give.
    public void send() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            Sql.set(statement, parameters.toArray());
            statement.execute();
            for (Answer<?> answer : answers) {
                answer.read(statement);
                statement.getMoreResults();
            }
        }
    }

    /// A statement that goes alone.
    public static <T> T alone(Connection connection, Function<RoundTrip, Answer<T>> statement) throws SQLException {
        RoundTrip trip = new RoundTrip(connection);
        Answer<T> answer = statement.apply(trip);
        trip.send();
        return answer.get();
    }

    private <T> Answer<T> add(String statement, Reader<T> reader, @Nullable Object... values) {
        sql.add(statement);
        Collections.addAll(parameters, values);
        Answer<T> answer = new Answer<>(reader);
        answers.add(answer);
        return answer;
    }

    private static <T> List<T> readAll(PreparedStatement statement, Sql.Row<T> row) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            return Sql.read(rows, row);
        }
    }

    private static <T> Optional<T> read(PreparedStatement statement, Sql.Row<T> row) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
        }
    }
}
