package dev.atrium.jobs.progress;

import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `progress`. Every method works in the connection's transaction, which sees one tenant.
final class ProgressTable {

    /// Whose work it is.
    ///
    /// @param name its type
    record Owned(String owner, String name) {}

    private ProgressTable() {}

    /// @return empty if there is no such job or instance
    static Optional<Owned> put(Connection connection, Work work, ProgressView view) throws SQLException {
        // The kind names the table, in which jobs and instances have the same columns.
        String table = work.kind().label();
        // The column's own type: cast to text it would be looked for in every row of the tenant.
        String id = work.kind() == Work.Kind.JOB ? "?::uuid" : "?";
        return Sql.first(
                connection,
                "insert into progress (tenant, kind, id, owner, name, done, total, note, at)"
                        + " select tenant, ?, id::text, subject, type, ?, ?, ?, ? from " + table
                        + " where tenant = ? and id = " + id + " on conflict (tenant, kind, id) do update set"
                        + " done = excluded.done, total = excluded.total, note = excluded.note, at = excluded.at"
                        + " returning owner, name",
                row -> new Owned(row.getString("owner"), row.getString("name")),
                table,
                view.done(),
                view.total(),
                view.note(),
                view.at(),
                work.tenant().value(),
                work.id());
    }

    /// @param owner null: anybody's
    static Optional<ProgressView> find(Connection connection, Work work, @Nullable String owner) throws SQLException {
        return Sql.first(
                connection,
                "select done, total, note, at from progress where tenant = ? and kind = ? and id = ?"
                        + " and (?::text is null or owner = ?)",
                row -> new ProgressView(
                        row.getLong("done"),
                        row.getLong("total"),
                        row.getString("note"),
                        Sql.requiredInstant(row, "at")),
                work.tenant().value(),
                work.kind().label(),
                work.id(),
                owner,
                owner);
    }
}
