package dev.atrium.room.tinybase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A part of a store's content: what somebody wants to change, or what has changed. Not changed any more once it was
/// handed over.
public final class Changes {

    /// What one more branch of the tree costs in the text beside its id, roughly.
    private static final int BRANCH_LENGTH = 8;

    private static final int LEAF_LENGTH = Hlc.LENGTH + 12;

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

    /// How many characters its text has, roughly.
    public long length() {
        Lengths lengths = new Lengths();
        forEach(lengths);
        return lengths.sum;
    }

    /// The same in pieces whose texts have at most about this many characters, or one leaf.
    public List<Changes> split(int maxLength) {
        Splitter splitter = new Splitter(maxLength);
        forEach(splitter);
        splitter.current.addTimes(this);
        return splitter.pieces();
    }

    /// Sees leaves.
    interface Visitor {

        void cell(String table, String row, Leaf cell);

        void value(Leaf value);
    }

    private static final class Splitter implements Visitor {

        private final int maxLength;
        private final List<Changes> finished = new ArrayList<>();
        private Changes current = new Changes();
        private long length;

        Splitter(int maxLength) {
            this.maxLength = maxLength;
        }

        @Override
        public void cell(String table, String row, Leaf cell) {
            makeRoom(lengthOf(table, row, cell));
            current.putCell(table, row, cell);
        }

        @Override
        public void value(Leaf value) {
            makeRoom(lengthOf(value));
            current.putValue(value);
        }

        List<Changes> pieces() {
            if (!current.isEmpty()) {
                finished.add(current);
            }
            return finished;
        }

        private void makeRoom(long leafLength) {
            length += leafLength;
            if (length > maxLength && !current.isEmpty()) {
                finished.add(current);
                current = new Changes();
                length = leafLength;
            }
        }
    }

    private static long lengthOf(String table, String row, Leaf cell) {
        return lengthOf(cell) + table.length() + row.length() + 2 * BRANCH_LENGTH;
    }

    private static long lengthOf(Leaf leaf) {
        return (long) leaf.length() + LEAF_LENGTH;
    }

    private static final class Lengths implements Visitor {

        private long sum;

        @Override
        public void cell(String table, String row, Leaf cell) {
            sum += lengthOf(table, row, cell);
        }

        @Override
        public void value(Leaf value) {
            sum += lengthOf(value);
        }
    }
}
