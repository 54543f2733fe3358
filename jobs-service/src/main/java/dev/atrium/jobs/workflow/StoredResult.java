package dev.atrium.jobs.workflow;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A result as its row has it.
///
/// @param json null if there is none, or it is kept apart
/// @param object path of the object that has it, below the tenant; null if the row has it, or there is none
record StoredResult(@Nullable String json, @Nullable String object) {

    static final StoredResult NONE = new StoredResult(null, null);

    private static final int SMALL = 32 * 1024;

    /// Whether it may share a statement with others.
    boolean isSmall() {
        return json == null || json.length() <= SMALL;
    }

    static StoredResult inline(@Nullable String json) {
        return new StoredResult(json, null);
    }

    static StoredResult of(ResultSet row) throws SQLException {
        return new StoredResult(row.getString("result"), row.getString("result_object"));
    }
}
