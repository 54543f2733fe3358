package dev.atrium.jobs.export;

import dev.atrium.jobs.render.Format;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// The table `export_file`. Each method works in the connection's transaction, which sees the tenant.
final class FileTable {

    private FileTable() {}

    /// The same file again changes nothing.
    static void add(Connection connection, ExportKey key, UUID render, ExportView.Result file) throws SQLException {
        Sql.update(
                connection,
                "insert into export_file (tenant, export, render, format, file_id, name, size_bytes, sha256)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                key.tenant().value(),
                key.id(),
                render,
                file.format().label(),
                file.fileId(),
                file.name(),
                file.sizeBytes(),
                file.sha256());
    }

    /// What a rendering stored.
    static List<ExportView.Result> of(Connection connection, ExportKey key, UUID render) throws SQLException {
        return Sql.query(
                connection,
                "select format, file_id, name, size_bytes, sha256 from export_file"
                        + " where tenant = ? and export = ? and render = ? order by format",
                FileTable::result,
                key.tenant().value(),
                key.id(),
                render);
    }

    /// Ids of the files of all renderings.
    static List<String> all(Connection connection, ExportKey key) throws SQLException {
        return Sql.query(
                connection,
                "select distinct file_id from export_file where tenant = ? and export = ?",
                row -> row.getString(1),
                key.tenant().value(),
                key.id());
    }

    private static ExportView.Result result(ResultSet row) throws SQLException {
        Format format = Format.labelled(row.getString("format")).orElseThrow();
        String file = row.getString("file_id");
        return new ExportView.Result(
                format,
                file,
                row.getString("name"),
                format.mediaType(),
                row.getLong("size_bytes"),
                row.getString("sha256"),
                "/api/files/" + file + "/content");
    }
}
