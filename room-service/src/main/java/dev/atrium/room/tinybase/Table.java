package dev.atrium.room.tinybase;

import java.util.LinkedHashMap;
import java.util.Map;

/// A table, of a document or of a change. In a change the hash is not kept.
final class Table {

    final String id;
    final Map<String, Row> rows = new LinkedHashMap<>();

    /// What data made elsewhere may carry; today's clients leave it empty.
    Hlc time = Hlc.NONE;

    int hash;

    Table(String id) {
        this.id = id;
    }

    Row row(String row) {
        return rows.computeIfAbsent(row, Row::new);
    }
}
