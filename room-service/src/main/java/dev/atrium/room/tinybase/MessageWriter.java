package dev.atrium.room.tinybase;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Writes messages as the library does. Thread-safe.
public final class MessageWriter {

    private static final String EMPTY_STAMP = "[{}]";

    private MessageWriter() {}

    /// A change of content, for stores that do not have it.
    public static String contentDiff(String id, Changes changes) {
        return contentDiff(id, changes(changes));
    }

    /// @param changes as [#changes] wrote them
    public static String contentDiff(String id, String changes) {
        StringBuilder text = new StringBuilder(changes.length() + id.length() + 8);
        return begin(text, id, MessageType.CONTENT_DIFF)
                .append(changes)
                .append(']')
                .toString();
    }

    /// Changes alone: what a message says, and what is kept of it.
    public static String changes(Changes changes) {
        StringBuilder text = new StringBuilder(256);
        text.append('[');
        appendTables(text, changes);
        text.append(',');
        appendValues(text, changes);
        return text.append(",1]").toString();
    }

    /// What a document's content is compared by, for stores that may lack some of it.
    public static String contentHashes(String id, Document document) {
        StringBuilder text = new StringBuilder(64);
        appendHashes(begin(text, id, MessageType.CONTENT_HASHES), document.hashes());
        return text.append(']').toString();
    }

    static String getContentHashes(String id) {
        return begin(new StringBuilder(32), id, MessageType.GET_CONTENT_HASHES)
                .append("\"\"]")
                .toString();
    }

    static String getTableDiff(String id, Map<String, Integer> tables) {
        return request(id, MessageType.GET_TABLE_DIFF, text -> appendHashes(text, tables));
    }

    static String getRowDiff(String id, Map<String, Map<String, Integer>> rows) {
        return request(id, MessageType.GET_ROW_DIFF, text -> appendRows(text, rows));
    }

    static String getCellDiff(String id, Map<String, Map<String, Map<String, Integer>>> cells) {
        return request(id, MessageType.GET_CELL_DIFF, text -> appendObject(text, cells, MessageWriter::appendRows));
    }

    static String getValueDiff(String id, Map<String, Integer> values) {
        return request(id, MessageType.GET_VALUE_DIFF, text -> appendHashes(text, values));
    }

    static String contentHashesAnswer(@Nullable String id, ContentHashes hashes) {
        return request(id, MessageType.RESPONSE, text -> appendHashes(text, hashes));
    }

    static String tablesAnswer(@Nullable String id, Difference.Answer<Integer> answer) {
        return request(id, MessageType.RESPONSE, text -> {
            appendTables(text.append('['), answer.missing());
            appendHashes(text.append(','), answer.differing());
            text.append(']');
        });
    }

    /// As [#tablesAnswer], to one who has no tables.
    static String tablesAnswer(@Nullable String id, Document document) {
        String tables = document.encoded().tables();
        return answer(
                id, tables.length() + 5, text -> text.append('[').append(tables).append(",{}]"));
    }

    static String rowsAnswer(@Nullable String id, Difference.Answer<Map<String, Integer>> answer) {
        return request(id, MessageType.RESPONSE, text -> {
            appendTables(text.append('['), answer.missing());
            appendRows(text.append(','), answer.differing());
            text.append(']');
        });
    }

    static String cellsAnswer(@Nullable String id, Changes answer) {
        return request(id, MessageType.RESPONSE, text -> appendTables(text, answer));
    }

    static String valuesAnswer(@Nullable String id, Changes answer) {
        return request(id, MessageType.RESPONSE, text -> appendValues(text, answer));
    }

    /// As [#valuesAnswer], to one who has no values.
    static String valuesAnswer(@Nullable String id, Document document) {
        String values = document.encoded().values();
        return answer(id, values.length(), text -> text.append(values));
    }

    /// All tables, as messages have them.
    static String tables(Changes content) {
        StringBuilder text = new StringBuilder(256);
        appendTables(text, content);
        return text.toString();
    }

    /// All values, as messages have them.
    static String values(Changes content) {
        StringBuilder text = new StringBuilder(256);
        appendValues(text, content);
        return text.toString();
    }

    private static String answer(@Nullable String id, int length, java.util.function.Consumer<StringBuilder> body) {
        StringBuilder text = new StringBuilder(length + 64);
        body.accept(begin(text, id, MessageType.RESPONSE));
        return text.append(']').toString();
    }

    private static String request(
            @Nullable String id, MessageType type, java.util.function.Consumer<StringBuilder> body) {
        StringBuilder text = new StringBuilder(256);
        body.accept(begin(text, id, type));
        return text.append(']').toString();
    }

    private static StringBuilder begin(StringBuilder text, @Nullable String id, MessageType type) {
        text.append('[');
        if (id == null) {
            text.append(Leaf.NULL);
        } else {
            JsText.appendString(text, id);
        }
        return text.append(',').append(type.number()).append(',');
    }

    private static void appendHashes(StringBuilder text, ContentHashes hashes) {
        text.append('[').append(Integer.toUnsignedLong(hashes.tables()));
        text.append(',').append(Integer.toUnsignedLong(hashes.values())).append(']');
    }

    private static void appendTables(StringBuilder text, Changes changes) {
        if (changes.tables.isEmpty() && changes.tablesTime.isNone()) {
            text.append(EMPTY_STAMP);
            return;
        }
        text.append('[');
        appendObject(text, changes.tables, MessageWriter::appendTable);
        appendTime(text, changes.tablesTime);
    }

    private static void appendTable(StringBuilder text, Table table) {
        text.append('[');
        appendObject(text, table.rows, MessageWriter::appendRow);
        appendTime(text, table.time);
    }

    private static void appendRow(StringBuilder text, Row row) {
        appendLeaves(text.append('['), row.cells);
        appendTime(text, row.time);
    }

    private static void appendValues(StringBuilder text, Changes changes) {
        appendLeaves(text.append('['), changes.values);
        appendTime(text, changes.valuesTime);
    }

    private static void appendLeaves(StringBuilder text, Leaves leaves) {
        char separator = '{';
        for (Leaf leaf : leaves) {
            JsText.appendString(text.append(separator), leaf.id());
            String json = leaf.json();
            if (json == null) {
                text.append(":[\"").append(JsonReader.UNDEFINED).append('"');
            } else {
                text.append(":[").append(json);
            }
            appendTime(text, leaf.time());
            separator = ',';
        }
        text.append(separator == '{' ? "{}" : "}");
    }

    /// The end of a stamp.
    private static void appendTime(StringBuilder text, Hlc time) {
        if (!time.isNone()) {
            time.appendTo(text.append(",\""));
            text.append('"');
        }
        text.append(']');
    }

    private static void appendRows(StringBuilder text, Map<String, Map<String, Integer>> rows) {
        appendObject(text, rows, MessageWriter::appendHashes);
    }

    private static void appendHashes(StringBuilder text, Map<String, Integer> hashes) {
        appendObject(text, hashes, (to, hash) -> to.append(Integer.toUnsignedLong(hash)));
    }

    private static <T> void appendObject(
            StringBuilder text, Map<String, T> entries, BiConsumer<StringBuilder, T> entry) {
        char separator = '{';
        for (Map.Entry<String, T> each : entries.entrySet()) {
            JsText.appendString(text.append(separator), each.getKey());
            entry.accept(text.append(':'), each.getValue());
            separator = ',';
        }
        text.append(separator == '{' ? "{}" : "}");
    }
}
