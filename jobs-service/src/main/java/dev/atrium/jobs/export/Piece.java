package dev.atrium.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.render.Book;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// What one step collected: lines of JSON of one kind, gzipped.
///
/// @param bytes of the lines, before they were gzipped
record Piece(Book.Kind kind, int items, long bytes, byte[] gzipped) {

    static Piece of(Book.Kind kind, List<JsonNode> items) {
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        long bytes = 0;
        try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
            for (JsonNode item : items) {
                byte[] line = (kind + " " + Json.write(item) + "\n").getBytes(StandardCharsets.UTF_8);
                bytes += line.length;
                out.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Piece(kind, items.size(), bytes, gzipped.toByteArray());
    }

    /// Keeps the piece in the connection's transaction; the same number again replaces it.
    ///
    /// @param number its place among the pieces, from 0
    void save(Connection connection, ExportKey key, int number) throws SQLException {
        Sql.update(
                connection,
                "insert into export_piece (tenant, export, number, body) values (?, ?, ?, ?)"
                        + " on conflict (tenant, export, number) do update set body = excluded.body",
                key.tenant().value(),
                key.id(),
                number,
                gzipped);
    }

    /// Writes the lines of a kept piece.
    ///
    /// @return false if there is none with this number
    static boolean copy(Connection connection, ExportKey key, int number, OutputStream to) throws SQLException {
        byte[] gzipped = Sql.first(
                        connection,
                        "select body from export_piece where tenant = ? and export = ? and number = ?",
                        row -> row.getBytes(1),
                        key.tenant().value(),
                        key.id(),
                        number)
                .orElse(null);
        if (gzipped == null) {
            return false;
        }
        try (GZIPInputStream lines = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
            lines.transferTo(to);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
