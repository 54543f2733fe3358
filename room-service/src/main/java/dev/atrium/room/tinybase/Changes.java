package dev.atrium.room.tinybase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A part of a store's content: what somebody wants to change, or what has changed. Not changed any more once it was
/// handed over.
public final class Changes {

    /// What a time with its quotes costs in a record of the log.
    private static final int TIME_BYTES = Hlc.LENGTH + 5;

    /// What one more branch of the tree costs there beside its id and its time.
    private static final int BRANCH_BYTES = 10;

    /// What a leaf costs there beside its id, its content and its time.
    private static final int LEAF_BYTES = 15;

    final Map<String, Table> tables = new LinkedHashMap<>();
    final Leaves values = new Leaves();
    Hlc tablesTime = Hlc.NONE;
    Hlc valuesTime = Hlc.NONE;
    private Hlc latest = Hlc.NONE;

    /// Whether there is nothing in it at all.
    public boolean isEmpty() {
        return tables.isEmpty() && values.isEmpty() && tablesTime.isNone() && valuesTime.isNone();
    }

    /// The latest time of anything in it.
    Hlc latest() {
        return latest;
    }

    /// Notes that something in it was written at this time.
    void saw(Hlc time) {
        latest = Hlc.latest(latest, time);
    }

    Table table(String id) {
        return tables.computeIfAbsent(id, Table::new);
    }

    void putCell(String table, String row, Leaf cell) {
        table(table).row(row).cells.put(cell);
        saw(cell.time());
    }

    void putValue(Leaf value) {
        values.put(value);
        saw(value.time());
    }

    /// Takes in what came later, as a store would.
    public void add(Changes later) {
        later.forEach(new Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                if (cell.replaces(table(table).row(row).cells.find(cell.id()))) {
                    putCell(table, row, cell);
                }
            }

            @Override
            public void value(Leaf value) {
                if (value.replaces(values.find(value.id()))) {
                    putValue(value);
                }
            }
        });
        addTimes(later);
    }

    /// Takes over the times of what is not a leaf.
    void addTimes(Changes other) {
        for (Table from : other.tables.values()) {
            if (!from.time.isNone()) {
                Table to = table(from.id);
                to.time = Hlc.latest(to.time, from.time);
            }
            for (Row row : from.rows.values()) {
                if (!row.time.isNone()) {
                    Row to = table(from.id).row(row.id);
                    to.time = Hlc.latest(to.time, row.time);
                }
            }
        }
        tablesTime = Hlc.latest(tablesTime, other.tablesTime);
        valuesTime = Hlc.latest(valuesTime, other.valuesTime);
        saw(other.latest);
    }

    /// Where the leaves are, as [StoredLeaf] has it.
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        forEach(new Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                paths.add(StoredLeaf.path(table, row, cell.id()));
            }

            @Override
            public void value(Leaf value) {
                paths.add(StoredLeaf.path(value.id()));
            }
        });
        return paths;
    }

    /// The same without what has a later time than a store could have believed at this one: it could never be
    /// overwritten.
    public Changes believableAt(Instant at) {
        return sift(at).accepted();
    }

    /// Tells what has a time that can be believed from what has not.
    DocumentLimits.Sifted sift(Instant now) {
        long millis = now.toEpochMilli();
        if (!HlcClock.isTooEarly(latest, millis)) {
            return new DocumentLimits.Sifted(this, new Changes());
        }
        Changes believable = new Changes();
        Changes early = new Changes();
        forEach(new Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                in(cell).putCell(table, row, cell);
            }

            @Override
            public void value(Leaf value) {
                in(value).putValue(value);
            }

            private Changes in(Leaf leaf) {
                return HlcClock.isTooEarly(leaf.time(), millis) ? early : believable;
            }
        });
        return new DocumentLimits.Sifted(believable, early);
    }

    /// The leaves, one by one.
    void forEach(Visitor visitor) {
        for (Table table : tables.values()) {
            for (Row row : table.rows.values()) {
                for (Leaf cell : row.cells) {
                    visitor.cell(table.id, row.id, cell);
                }
            }
        }
        values.forEach(visitor::value);
    }

    /// How many bytes it has in a record of the log, at most and roughly.
    public long recordBytes() {
        Sizes sizes = new Sizes();
        forEachPart(sizes);
        return sizes.sum;
    }

    /// The same in pieces that have at most this many bytes in a record of the log, or one leaf.
    public List<Changes> split(int maxBytes) {
        Splitter splitter = new Splitter(maxBytes);
        forEachPart(splitter);
        splitter.current.tablesTime = tablesTime;
        splitter.current.valuesTime = valuesTime;
        splitter.current.saw(Hlc.latest(tablesTime, valuesTime));
        return splitter.pieces();
    }

    /// The leaves, and behind those of each row and table its time, if there is one.
    private void forEachPart(Parts parts) {
        for (Table table : tables.values()) {
            for (Row row : table.rows.values()) {
                for (Leaf cell : row.cells) {
                    parts.cell(table.id, row.id, cell);
                }
                if (!row.time.isNone()) {
                    parts.time(table.id, row);
                }
            }
            if (!table.time.isNone()) {
                parts.time(table);
            }
        }
        values.forEach(parts::value);
    }

    /// Sees leaves.
    interface Visitor {

        void cell(String table, String row, Leaf cell);

        void value(Leaf value);
    }

    /// Sees also what is not a leaf.
    private interface Parts extends Visitor {

        void time(String table, Row row);

        void time(Table table);
    }

    private static final class Splitter implements Parts {

        private final int maxBytes;
        private final List<Changes> finished = new ArrayList<>();
        private Changes current = new Changes();
        private long bytes;

        Splitter(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public void cell(String table, String row, Leaf cell) {
            makeRoom(bytesOf(table, row, cell));
            current.putCell(table, row, cell);
        }

        @Override
        public void value(Leaf value) {
            makeRoom(bytesOf(value));
            current.putValue(value);
        }

        @Override
        public void time(String table, Row row) {
            if (row.cells.isEmpty()) {
                makeRoom(bytesOf(table, row.id));
            }
            current.table(table).row(row.id).time = row.time;
            current.saw(row.time);
        }

        @Override
        public void time(Table table) {
            if (table.rows.isEmpty()) {
                makeRoom(bytesOf(table.id));
            }
            current.table(table.id).time = table.time;
            current.saw(table.time);
        }

        List<Changes> pieces() {
            if (!current.isEmpty()) {
                finished.add(current);
            }
            return finished;
        }

        private void makeRoom(long more) {
            bytes += more;
            if (bytes > maxBytes && !current.isEmpty()) {
                finished.add(current);
                current = new Changes();
                bytes = more;
            }
        }
    }

    /// With the times of its row and its table, which are behind their last leaves.
    private static long bytesOf(String table, String row, Leaf cell) {
        return bytesOf(table, row) + bytesOf(cell);
    }

    private static long bytesOf(String table, String row) {
        return bytesOf(table) + bytesOf(row);
    }

    private static long bytesOf(String branch) {
        return RecordSize.ofText(branch) + BRANCH_BYTES + TIME_BYTES;
    }

    private static long bytesOf(Leaf leaf) {
        String json = leaf.json();
        long content = json == null ? 0 : RecordSize.ofJson(json);
        return RecordSize.ofText(leaf.id()) + content + LEAF_BYTES + TIME_BYTES;
    }

    private static final class Sizes implements Parts {

        private long sum;

        @Override
        public void cell(String table, String row, Leaf cell) {
            sum += bytesOf(table, row, cell);
        }

        @Override
        public void value(Leaf value) {
            sum += bytesOf(value);
        }

        @Override
        public void time(String table, Row row) {
            sum += row.cells.isEmpty() ? bytesOf(table, row.id) : 0;
        }

        @Override
        public void time(Table table) {
            sum += table.rows.isEmpty() ? bytesOf(table.id) : 0;
        }
    }
}
