package dev.atrium.jobs.figures;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// How long something took, in milliseconds: half of them at most [#p50], and 95 of 100 at most [#p95].
public record Percentiles(long p50, long p95) {

    /// Reads a column that is an array of both; null if it is null: there was nothing.
    public static @Nullable Percentiles of(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return null;
        }
        Double[] values = (Double[]) array.getArray();
        return values[0] == null ? null : new Percentiles(Math.round(values[0]), Math.round(values[1]));
    }
}
