package dev.atrium.room.tinybase;

/// How much a document may hold. What goes beyond is refused leaf by leaf; what is there can always be changed.
///
/// @param leaves most cells and values, deleted ones included
/// @param textLength most characters of all of it, roughly: it must fit into one payload
/// @param leafLength most characters of one cell or value, as JSON
/// @param idLength most bytes of the ids of table, row and cell together, as JSON: they are a key in the database
public record DocumentLimits(int leaves, long textLength, int leafLength, int idLength) {

    /// What fits into one record of the log, one key of the database, and one payload of the protocol.
    public static final DocumentLimits USUAL = new DocumentLimits(50_000, 4_000_000, 200_000, 2_000);

    /// What of some changes fits.
    public Changes fitting(Changes changes, Document document) {
        return sift(changes, document).accepted();
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
        private int newLeaves;
        private long length;

        Sifter(Document document) {
            this.document = document;
            this.length = document.textLength();
        }

        @Override
        public void cell(String table, String row, Leaf cell) {
            boolean isNew = document.cell(table, row, cell.id()) == null;
            String path = StoredLeaf.path(table, row, cell.id());
            (fits(path, cell, isNew) ? accepted : refused).putCell(table, row, cell);
        }

        @Override
        public void value(Leaf value) {
            boolean isNew = document.value(value.id()) == null;
            (fits(StoredLeaf.path(value.id()), value, isNew) ? accepted : refused).putValue(value);
        }

        private boolean fits(String path, Leaf leaf, boolean isNew) {
            String json = leaf.json();
            int jsonLength = json == null ? 0 : json.length();
            if (jsonLength > leafLength || Utf8.size(path) > idLength) {
                return false;
            }
            boolean grows = isNew || jsonLength > 0;
            long after = length + jsonLength + (isNew ? path.length() : 0);
            boolean tooMany = isNew && document.leafCount() + newLeaves >= leaves;
            if (tooMany || (grows && after > textLength)) {
                return false;
            }
            length = after;
            newLeaves += isNew ? 1 : 0;
            return true;
        }
    }
}
