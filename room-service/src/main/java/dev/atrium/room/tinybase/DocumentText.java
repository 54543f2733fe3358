package dev.atrium.room.tinybase;

/// What is there in a document, as plain JSON, by our own means: ids and texts may hold what other writers
/// refuse, as half of a surrogate pair.
///
/// @param tables of rows of cells; without those in which nothing is left
public record DocumentText(String tables, String values) {

    private static final int CAPACITY_MAX = 1 << 24;

    static DocumentText of(Document document) {
        StringBuilder tables = new StringBuilder((int) Math.min(CAPACITY_MAX, document.textLength()));
        for (Table table : document.tables().values()) {
            int before = tables.length();
            begin(tables, 0, table.id);
            if (!append(tables, table)) {
                tables.setLength(before);
            }
        }
        StringBuilder values = new StringBuilder();
        append(values, document.values());
        return new DocumentText(end(tables, 0) ? tables.toString() : "{}", values.isEmpty() ? "{}" : values.toString());
    }

    /// @return false if nothing is there, and nothing was written
    private static boolean append(StringBuilder text, Table table) {
        int start = text.length();
        for (Row row : table.rows.values()) {
            int before = text.length();
            begin(text, start, row.id);
            if (!append(text, row.cells)) {
                text.setLength(before);
            }
        }
        return end(text, start);
    }

    private static boolean append(StringBuilder text, Leaves leaves) {
        int start = text.length();
        for (Leaf leaf : leaves) {
            String json = leaf.json();
            if (json != null) {
                begin(text, start, leaf.id());
                text.append(json);
            }
        }
        return end(text, start);
    }

    /// The next member of the object that begins at `start`.
    private static void begin(StringBuilder text, int start, String name) {
        JsText.appendString(text.append(text.length() == start ? '{' : ','), name);
        text.append(':');
    }

    private static boolean end(StringBuilder text, int start) {
        boolean any = text.length() > start;
        if (any) {
            text.append('}');
        }
        return any;
    }
}
