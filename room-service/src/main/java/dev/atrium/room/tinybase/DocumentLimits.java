package dev.atrium.room.tinybase;

import org.jspecify.annotations.Nullable;

/// How much a document may hold. What goes beyond is refused leaf by leaf; what is there can always be changed to
/// something that is no longer.
///
/// @param leaves most cells and values, deleted ones included
/// @param textLength most characters of all of it, ids counted in bytes as they are written, roughly: it must fit into
///     one payload
/// @param leafLength most characters of one cell or value, as JSON
/// @param idLength most bytes of the ids of table, row and cell together, as JSON: they are a key in the database
public record DocumentLimits(int leaves, long textLength, int leafLength, int idLength) {

    /// What fits into one record of the log, one key of the database, and one payload of the protocol. In
    /// the log a leaf has at most three bytes a character, and its ids two for each of theirs.
    public static final DocumentLimits USUAL = new DocumentLimits(50_000, 4_000_000, 200_000, 2_000);

    /// What of some changes fits.
    public Changes fitting(Changes changes, Document document) {
        return sift(changes, document).accepted();
    }

    /// What a document becomes larger by.
    ///
    /// @param leaves that are new
    /// @param length characters, roughly; negative if it becomes shorter
    public record Growth(int leaves, long length) {

        public static final Growth NONE = new Growth(0, 0);

        public Growth plus(Growth other) {
            return new Growth(leaves + other.leaves, length + other.length);
        }

        public Growth minus(Growth other) {
            return new Growth(leaves - other.leaves, length - other.length);
        }

        private static Growth of(String path, Leaf leaf, @Nullable Leaf present) {
            return present == null
                    ? new Growth(1, (long) leaf.jsonLength() + Utf8.size(path))
                    : new Growth(0, (long) leaf.jsonLength() - present.jsonLength());
        }
    }

    /// What a document becomes larger by if changes win in it.
    public static Growth growth(Changes winners, Document document) {
        Growth[] sum = {Growth.NONE};
        winners.forEach(new Changes.Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                add(StoredLeaf.path(table, row, cell.id()), cell, document.cell(table, row, cell.id()));
            }

            @Override
            public void value(Leaf value) {
                add(StoredLeaf.path(value.id()), value, document.value(value.id()));
            }

            private void add(String path, Leaf leaf, @Nullable Leaf present) {
                sum[0] = sum[0].plus(Growth.of(path, leaf, present));
            }
        });
        return sum[0];
    }

    /// Whether a document may become so much larger.
    ///
    /// @param before what it is about to become larger by already
    public boolean allow(Document document, Growth before, Growth more) {
        boolean tooMany = more.leaves() > 0 && document.leafCount() + before.leaves() + more.leaves() > leaves;
        boolean tooLong = more.length() > 0 && document.textLength() + before.length() + more.length() > textLength;
        return !tooMany && !tooLong;
    }

    /// Tells what fits from what does not.
    ///
    /// @param changes what would win
    Sifted sift(Changes changes, Document document) {
        Sifter sifter = new Sifter(document);
        changes.forEach(sifter);
        if (sifter.refused.isEmpty()) {
            return new Sifted(changes, sifter.refused);
        }
        sifter.accepted.addTimes(changes);
        return new Sifted(sifter.accepted, sifter.refused);
    }

    /// Changes in two heaps.
    record Sifted(Changes accepted, Changes refused) {}

    private final class Sifter implements Changes.Visitor {

        private final Document document;
        private final Changes accepted = new Changes();
        private final Changes refused = new Changes();
        private Growth grown = Growth.NONE;

        Sifter(Document document) {
            this.document = document;
        }

        @Override
        public void cell(String table, String row, Leaf cell) {
            Leaf present = document.cell(table, row, cell.id());
            String path = StoredLeaf.path(table, row, cell.id());
            (fits(path, cell, present) ? accepted : refused).putCell(table, row, cell);
        }

        @Override
        public void value(Leaf value) {
            String path = StoredLeaf.path(value.id());
            (fits(path, value, document.value(value.id())) ? accepted : refused).putValue(value);
        }

        private boolean fits(String path, Leaf leaf, @Nullable Leaf present) {
            if (leaf.jsonLength() > leafLength || Utf8.size(path) > idLength) {
                return false;
            }
            Growth more = Growth.of(path, leaf, present);
            if (!allow(document, grown, more)) {
                return false;
            }
            grown = grown.plus(more);
            return true;
        }
    }
}
