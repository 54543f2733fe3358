package dev.atrium.jobs.export;

import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The table `export_upload`: documents that media-service may have and `export_file` does not name. Each
/// method works in the connection's transaction, which sees the tenant.
final class UploadTable {

    private UploadTable() {}

    /// The same key again counts from now on.
    ///
    /// @param upload the key under which media-service is to keep the document
    static void begin(Connection connection, ExportKey key, String upload, Instant now) throws SQLException {
        Sql.update(
                connection,
                "insert into export_upload (tenant, export, key, begun_at) values (?, ?, ?, ?)"
                        + " on conflict (tenant, export, key) do update set begun_at = excluded.begun_at",
                key.tenant().value(),
                key.id(),
                upload,
                now);
    }

    /// The document is in `export_file`.
    static void done(Connection connection, ExportKey key, String upload) throws SQLException {
        Sql.update(
                connection,
                "delete from export_upload where tenant = ? and export = ? and key = ?",
                key.tenant().value(),
                key.id(),
                upload);
    }

    /// Keys of all that is not done.
    static List<String> open(Connection connection, ExportKey key) throws SQLException {
        return Sql.query(
                connection,
                "select key from export_upload where tenant = ? and export = ?",
                row -> row.getString(1),
                key.tenant().value(),
                key.id());
    }

    /// Forgets what began before a time.
    static void forget(Connection connection, ExportKey key, Instant before) throws SQLException {
        Sql.update(
                connection,
                "delete from export_upload where tenant = ? and export = ? and begun_at < ?",
                key.tenant().value(),
                key.id(),
                before);
    }
}
