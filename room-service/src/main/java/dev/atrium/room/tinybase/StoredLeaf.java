package dev.atrium.room.tinybase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A leaf of a document, or the time of what is above leaves, as it is stored.
///
/// @param path where it is, as a JSON array: `["t", table, row, cell]` or `["v", value]`; a shorter one is that of a
///     row, a table, or all tables or values, which have no content of their own. Escaped so that it holds any id.
/// @param json the canonical text of what the leaf holds; null if it was deleted
/// @param time when it was written; of two leaves with the same path the one with the later time is the newer
public record StoredLeaf(String path, @Nullable String json, String time) {

    private static final String TABLES = "t";
    private static final String VALUES = "v";

    /// Everything that some changes hold.
    public static List<StoredLeaf> of(Changes changes) {
        List<StoredLeaf> leaves = new ArrayList<>();
        changes.forEach(new Changes.Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                leaves.add(new StoredLeaf(
                        path(table, row, cell.id()), cell.json(), cell.time().toString()));
            }

            @Override
            public void value(Leaf value) {
                leaves.add(new StoredLeaf(
                        path(value.id()), value.json(), value.time().toString()));
            }
        });
        addTimes(leaves, changes);
        return leaves;
    }

    /// The path of a cell or a value, written as [#path] is, whatever escapes and spaces it was given with.
    ///
    /// @return empty if it is no such path
    public static Optional<String> pathOfLeaf(String json) {
        try {
            List<String> parts = parts(json);
            boolean isCell = parts.size() == 4 && parts.getFirst().equals(TABLES);
            boolean isValue = parts.size() == 2 && parts.getFirst().equals(VALUES);
            return isCell || isValue ? Optional.of(join(parts.toArray(String[]::new))) : Optional.empty();
        } catch (InvalidMessageException _) {
            return Optional.empty();
        }
    }

    /// @throws IllegalArgumentException if a leaf is not one that [#of] made
    public static Changes changes(Iterable<StoredLeaf> leaves) {
        Changes changes = new Changes();
        leaves.forEach(leaf -> leaf.addTo(changes));
        return changes;
    }

    static String path(String table, String row, String cell) {
        return join(TABLES, table, row, cell);
    }

    static String path(String value) {
        return join(VALUES, value);
    }

    private static void addTimes(List<StoredLeaf> leaves, Changes changes) {
        for (Table table : changes.tables.values()) {
            for (Row row : table.rows.values()) {
                addTime(leaves, row.time, TABLES, table.id, row.id);
            }
            addTime(leaves, table.time, TABLES, table.id);
        }
        addTime(leaves, changes.tablesTime, TABLES);
        addTime(leaves, changes.valuesTime, VALUES);
    }

    private static void addTime(List<StoredLeaf> leaves, Hlc time, String... path) {
        if (!time.isNone()) {
            leaves.add(new StoredLeaf(join(path), null, time.toString()));
        }
    }

    private void addTo(Changes changes) {
        List<String> parts = parts();
        Hlc at = Hlc.parse(time).orElseThrow(this::unknown);
        boolean inTables = parts.getFirst().equals(TABLES);
        if (inTables && parts.size() == 4) {
            changes.putCell(parts.get(1), parts.get(2), Leaf.of(parts.get(3), json, at));
        } else if (inTables && parts.size() == 3) {
            changes.table(parts.get(1)).row(parts.get(2)).time = at;
        } else if (inTables && parts.size() == 2) {
            changes.table(parts.get(1)).time = at;
        } else if (inTables) {
            changes.tablesTime = at;
        } else if (parts.size() == 2) {
            changes.putValue(Leaf.of(parts.get(1), json, at));
        } else {
            changes.valuesTime = at;
        }
        changes.saw(at);
    }

    private List<String> parts() {
        try {
            return parts(path);
        } catch (InvalidMessageException e) {
            throw new IllegalArgumentException(toString(), e);
        }
    }

    private static List<String> parts(String path) throws InvalidMessageException {
        return JsonReader.read(path, reader -> {
            List<String> parts = new ArrayList<>();
            reader.beginArray();
            while (!reader.atEndOfArray()) {
                parts.add(reader.text());
            }
            reader.endArray();
            reader.require(!parts.isEmpty());
            return parts;
        });
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException(toString());
    }

    private static String join(String... parts) {
        StringBuilder path = new StringBuilder(64);
        char separator = '[';
        for (String part : parts) {
            JsText.appendString(path.append(separator), part);
            separator = ',';
        }
        return path.append(']').toString();
    }
}
