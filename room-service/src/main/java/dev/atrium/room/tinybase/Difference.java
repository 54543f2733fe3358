package dev.atrium.room.tinybase;

import java.util.LinkedHashMap;
import java.util.Map;

/// How two stores find out what one of them has and the other has not, by comparing hashes from the top of the tree to
/// its leaves. The answers are those of the one that has.
final class Difference {

    /// Tables or rows that the other one lacks, whole, and the hashes of those that differ.
    record Answer<H>(Changes missing, Map<String, H> differing) {}

    private Difference() {}

    /// The hashes of all tables.
    static Map<String, Integer> tableHashes(Document mine) {
        Map<String, Integer> hashes =
                LinkedHashMap.newLinkedHashMap(mine.tables().size());
        mine.tables().forEach((id, table) -> hashes.put(id, table.hash));
        return hashes;
    }

    /// The hashes of the rows of those tables whose hash differs from the other's.
    static Map<String, Map<String, Integer>> rowHashes(Document mine, Map<String, Integer> theirTables) {
        Map<String, Map<String, Integer>> hashes = new LinkedHashMap<>();
        theirTables.forEach((id, hash) -> {
            Table table = mine.tables().get(id);
            if (table != null && table.hash != hash) {
                Map<String, Integer> rows = LinkedHashMap.newLinkedHashMap(table.rows.size());
                table.rows.forEach((row, content) -> rows.put(row, content.hash));
                hashes.put(id, rows);
            }
        });
        return hashes;
    }

    /// The hashes of the cells of those rows whose hash differs from the other's.
    static Map<String, Map<String, Map<String, Integer>>> cellHashes(
            Document mine, Map<String, Map<String, Integer>> theirRows) {
        Map<String, Map<String, Map<String, Integer>>> hashes = new LinkedHashMap<>();
        theirRows.forEach((id, rows) -> {
            Table table = mine.tables().get(id);
            rows.forEach((rowId, hash) -> {
                Row row = table == null ? null : table.rows.get(rowId);
                if (row != null && row.hash != hash) {
                    hashes.computeIfAbsent(id, _ -> new LinkedHashMap<>()).put(rowId, hashes(row.cells));
                }
            });
        });
        return hashes;
    }

    static Map<String, Integer> valueHashes(Document mine) {
        return hashes(mine.values());
    }

    /// @param theirs hashes of all their tables
    static Answer<Integer> tables(Document mine, Map<String, Integer> theirs) {
        Changes missing = new Changes();
        missing.tablesTime = mine.tablesTime();
        Map<String, Integer> differing = new LinkedHashMap<>();
        mine.tables().forEach((id, table) -> {
            Integer hash = theirs.get(id);
            if (hash == null) {
                missing.tables.put(id, table);
            } else if (hash != table.hash) {
                differing.put(id, table.hash);
            }
        });
        return new Answer<>(missing, differing);
    }

    /// @param theirs hashes of all their rows, of the tables in question
    static Answer<Map<String, Integer>> rows(Document mine, Map<String, Map<String, Integer>> theirs) {
        Changes missing = new Changes();
        missing.tablesTime = mine.tablesTime();
        Map<String, Map<String, Integer>> differing = new LinkedHashMap<>();
        theirs.forEach((id, rows) -> {
            Table table = mine.tables().get(id);
            if (table == null) {
                return;
            }
            table.rows.forEach((rowId, row) -> {
                Integer hash = rows.get(rowId);
                if (hash == null) {
                    Table of = missing.table(id);
                    of.time = table.time;
                    of.rows.put(rowId, row);
                } else if (hash != row.hash) {
                    differing.computeIfAbsent(id, _ -> new LinkedHashMap<>()).put(rowId, row.hash);
                }
            });
        });
        return new Answer<>(missing, differing);
    }

    /// @param theirs hashes of all their cells, of the rows in question
    static Changes cells(Document mine, Map<String, Map<String, Map<String, Integer>>> theirs) {
        Changes missing = new Changes();
        missing.tablesTime = mine.tablesTime();
        theirs.forEach((id, rows) -> {
            Table table = mine.tables().get(id);
            rows.forEach((rowId, cells) -> {
                Row row = table == null ? null : table.rows.get(rowId);
                if (table != null && row != null) {
                    addCells(missing, table, row, cells);
                }
            });
        });
        return missing;
    }

    /// @param theirs hashes of all their values
    static Changes values(Document mine, Map<String, Integer> theirs) {
        Changes missing = new Changes();
        missing.valuesTime = mine.valuesTime();
        for (Leaf value : mine.values()) {
            Integer hash = theirs.get(value.id());
            if (hash == null || hash != value.hash()) {
                missing.putValue(value);
            }
        }
        return missing;
    }

    private static void addCells(Changes missing, Table table, Row row, Map<String, Integer> theirs) {
        for (Leaf cell : row.cells) {
            Integer hash = theirs.get(cell.id());
            if (hash == null || hash != cell.hash()) {
                missing.putCell(table.id, row.id, cell);
                missing.table(table.id).time = table.time;
                missing.table(table.id).row(row.id).time = row.time;
            }
        }
    }

    private static Map<String, Integer> hashes(Leaves leaves) {
        Map<String, Integer> hashes = LinkedHashMap.newLinkedHashMap(leaves.size());
        leaves.forEach(leaf -> hashes.put(leaf.id(), leaf.hash()));
        return hashes;
    }
}
