package dev.atrium.jobs.sql;

import dev.atrium.jobs.access.Place;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A statement that is put together of what is asked for and nothing else, so that the planner sees which
/// index it is for.
public final class Select {

    private final StringBuilder sql;
    private final List<Object> parameters;

    /// @param sql up to its first condition
    /// @param parameters of that
    public Select(String sql, Object... parameters) {
        this.sql = new StringBuilder(sql);
        this.parameters = new ArrayList<>(List.of(parameters));
    }

    /// @param condition with one parameter
    /// @param value null: there is no such condition
    public Select and(String condition, @Nullable Object value) {
        return value == null ? this : with(" and " + condition, value);
    }

    /// The next part of the statement.
    public Select with(String next, Object... values) {
        sql.append(next);
        parameters.addAll(List.of(values));
        return this;
    }

    /// The end of a list's page.
    ///
    /// @param time the column of the place's time; that of its id is `id`
    /// @param id makes a parameter of the place's id
    public Select newestFirst(String time, Place after, Function<String, ?> id, int limit) {
        if (!after.equals(Place.START)) {
            with(" and (" + time + ", id) < (?, ?)", after.createdAt(), id.apply(after.id()));
        }
        return with(" order by " + time + " desc, id desc limit ?", limit);
    }

    public <T> List<T> list(Connection connection, Sql.Row<T> row) throws SQLException {
        return Sql.query(connection, sql.toString(), row, parameters.toArray());
    }
}
