package dev.atrium.room.tinybase;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The content of a mergeable store, with the hashes by which two stores find out how they differ. The last writer of
/// each leaf wins, so the order in which changes arrive does not matter. Nothing is ever removed: a deletion is kept.
public final class Document {

    /// What a leaf costs in memory beside its texts, roughly.
    private static final int LEAF_BYTES = 120;

    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Leaves values = new Leaves();
    /// Ids of cells, one object each: every row has the same ones.
    private final Map<String, String> cellIds = new HashMap<>();

    private Hlc tablesTime = Hlc.NONE;
    private Hlc valuesTime = Hlc.NONE;
    private int tablesHash;
    private int valuesHash;
    private int leafCount;
    private long textLength;
    private @Nullable SoftReference<DocumentText> text;
    private @Nullable SoftReference<Encoded> encoded;

    /// All of it as messages have it.
    record Encoded(String tables, String values) {}

    /// Takes changes in: of them what [#winners] would return. The rest loses to what is there.
    public void merge(Changes changes) {
        text = null;
        encoded = null;
        changes.tables.values().forEach(this::merge);
        for (Leaf value : changes.values) {
            Leaf present = values.find(value.id());
            if (value.replaces(present)) {
                values.put(value);
                count(present, value, value.id());
                valuesHash ^= share(present) ^ value.share();
            }
        }
        if (changes.valuesTime.isAfter(valuesTime)) {
            valuesHash ^= up(valuesTime) ^ up(changes.valuesTime);
            valuesTime = changes.valuesTime;
        }
        if (changes.tablesTime.isAfter(tablesTime)) {
            tablesHash ^= up(tablesTime) ^ up(changes.tablesTime);
            tablesTime = changes.tablesTime;
        }
    }

    /// What of some changes is newer than what is there.
    public Changes winners(Changes changes) {
        Changes won = new Changes();
        changes.forEach(new Changes.Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                if (cell.replaces(Document.this.cell(table, row, cell.id()))) {
                    won.putCell(table, row, cell);
                }
            }

            @Override
            public void value(Leaf value) {
                if (value.replaces(values.find(value.id()))) {
                    won.putValue(value);
                }
            }
        });
        addNewerTimes(changes, won);
        return won;
    }

    /// What is there, as JSON. It is written once for all who ask before something changes, as long as
    /// there is memory for it.
    public DocumentText text() {
        DocumentText present = text == null ? null : text.get();
        if (present == null) {
            present = DocumentText.of(this);
            text = new SoftReference<>(present);
        }
        return present;
    }

    /// What is there, as messages have it. Written once as [#text] is, for all who come without anything.
    Encoded encoded() {
        Encoded present = encoded == null ? null : encoded.get();
        if (present == null) {
            Changes content = content();
            present = new Encoded(MessageWriter.tables(content), MessageWriter.values(content));
            encoded = new SoftReference<>(present);
        }
        return present;
    }

    /// How many cells and values there are, deleted ones included.
    public int leafCount() {
        return leafCount;
    }

    /// Roughly what the document occupies in memory.
    public long sizeBytes() {
        return textLength + (long) LEAF_BYTES * leafCount;
    }

    /// What the content as one message would have, roughly.
    long textLength() {
        return textLength + (long) LEAF_BYTES / 4 * leafCount;
    }

    /// Everything there is.
    Changes content() {
        Changes all = new Changes();
        all.tables.putAll(tables);
        values.forEach(all::putValue);
        all.tablesTime = tablesTime;
        all.valuesTime = valuesTime;
        return all;
    }

    ContentHashes hashes() {
        return new ContentHashes(tablesHash, valuesHash);
    }

    @Nullable
    Leaf cell(String table, String row, String cell) {
        Table inTable = tables.get(table);
        Row inRow = inTable == null ? null : inTable.rows.get(row);
        return inRow == null ? null : inRow.cells.find(cell);
    }

    @Nullable
    Leaf value(String value) {
        return values.find(value);
    }

    Map<String, Table> tables() {
        return tables;
    }

    Leaves values() {
        return values;
    }

    Hlc tablesTime() {
        return tablesTime;
    }

    Hlc valuesTime() {
        return valuesTime;
    }

    private void merge(Table changes) {
        Table table = tables.get(changes.id);
        boolean isNew = table == null;
        if (table == null) {
            table = new Table(changes.id);
        }
        int before = isNew ? 0 : Fnv.child(table.id, table.hash);
        for (Row row : changes.rows.values()) {
            merge(row, table);
        }
        if (table.rows.isEmpty()) {
            // Nothing came: a table without rows would count in the hash without being there.
            return;
        }
        if (changes.time.isAfter(table.time)) {
            table.hash ^= up(table.time) ^ up(changes.time);
            table.time = changes.time;
        }
        if (isNew) {
            tables.put(table.id, table);
            textLength += JsText.size(table.id);
        }
        tablesHash ^= before ^ Fnv.child(table.id, table.hash);
    }

    private void merge(Row changes, Table table) {
        Row row = table.rows.get(changes.id);
        boolean isNew = row == null;
        if (row == null) {
            row = new Row(changes.id);
        }
        int before = isNew ? 0 : Fnv.child(row.id, row.hash);
        for (Leaf change : changes.cells) {
            Leaf present = row.cells.find(change.id());
            if (change.replaces(present)) {
                Leaf cell = withKnownId(change);
                row.cells.put(cell);
                count(present, cell, cell.id());
                row.hash ^= share(present) ^ cell.share();
            }
        }
        if (row.cells.isEmpty()) {
            return;
        }
        if (changes.time.isAfter(row.time)) {
            row.hash ^= up(row.time) ^ up(changes.time);
            row.time = changes.time;
        }
        if (isNew) {
            table.rows.put(row.id, row);
            textLength += JsText.size(row.id);
        }
        table.hash ^= before ^ Fnv.child(row.id, row.hash);
    }

    private void addNewerTimes(Changes changes, Changes won) {
        for (Table from : changes.tables.values()) {
            Table table = tables.get(from.id);
            // Only of what has leaves: see #merge.
            if (table != null || won.tables.containsKey(from.id)) {
                addNewerTimes(from, table, won);
            }
        }
        if (changes.tablesTime.isAfter(tablesTime)) {
            won.tablesTime = changes.tablesTime;
            won.saw(changes.tablesTime);
        }
        if (changes.valuesTime.isAfter(valuesTime)) {
            won.valuesTime = changes.valuesTime;
            won.saw(changes.valuesTime);
        }
    }

    private static void addNewerTimes(Table changes, @Nullable Table table, Changes won) {
        for (Row from : changes.rows.values()) {
            Row row = table == null ? null : table.rows.get(from.id);
            boolean wins = from.time.isAfter(row == null ? Hlc.NONE : row.time);
            if (wins && (row != null || won.table(changes.id).rows.containsKey(from.id))) {
                won.table(changes.id).row(from.id).time = from.time;
                won.saw(from.time);
            }
        }
        if (changes.time.isAfter(table == null ? Hlc.NONE : table.time)) {
            won.table(changes.id).time = changes.time;
            won.saw(changes.time);
        }
    }

    private Leaf withKnownId(Leaf cell) {
        String known = cellIds.computeIfAbsent(cell.id(), id -> id);
        return new Leaf(known, cell.json(), cell.time(), cell.hash());
    }

    /// Ids are counted as they are written: there may be many that are long then, and what is deleted keeps them.
    private void count(@Nullable Leaf present, Leaf leaf, String id) {
        if (present == null) {
            leafCount++;
            textLength += JsText.size(id);
        } else {
            textLength -= present.jsonLength();
        }
        textLength += leaf.jsonLength();
    }

    private static int share(@Nullable Leaf leaf) {
        return leaf == null ? 0 : leaf.share();
    }

    private static int up(Hlc time) {
        return time.isNone() ? 0 : Fnv.hash(time);
    }
}
