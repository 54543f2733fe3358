package dev.atrium.room.tinybase;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads messages, as strictly as the library does since 9.3. Thread-safe.
public final class MessageReader {

    private MessageReader() {}

    /// The message that a payload carries behind its first line; empty if it is not valid.
    public static Optional<Message> read(String remainder) {
        return valid(remainder, MessageReader::message);
    }

    /// Changes as [MessageWriter#changes] writes them; empty if they are not valid.
    public static Optional<Changes> changes(String text) {
        return valid(text, MessageReader::changes);
    }

    static Optional<ContentHashes> contentHashes(String body) {
        return valid(body, MessageReader::contentHashes);
    }

    static Optional<Difference.Answer<Integer>> tables(String body) {
        return valid(body, reader -> answer(reader, reader::hash));
    }

    static Optional<Difference.Answer<Map<String, Integer>>> rows(String body) {
        return valid(body, reader -> answer(reader, reader::hashes));
    }

    static Optional<Changes> cells(String body) {
        return valid(body, reader -> {
            Changes changes = new Changes();
            tables(reader, changes);
            return changes;
        });
    }

    static Optional<Changes> values(String body) {
        return valid(body, reader -> {
            Changes changes = new Changes();
            values(reader, changes);
            return changes;
        });
    }

    private static <T> Optional<T> valid(String text, JsonReader.Whole<T> whole) {
        try {
            return Optional.of(JsonReader.read(text, whole));
        } catch (InvalidMessageException _) {
            return Optional.empty();
        }
    }

    private static Message message(JsonReader reader) throws InvalidMessageException {
        reader.beginArray();
        String id = reader.stringOrNull();
        MessageType type = MessageType.of(reader.integer())
                .orElseThrow(() -> new InvalidMessageException("not a type of message"));
        Message message = message(reader, id, type);
        reader.endArray();
        return message;
    }

    private static Message message(JsonReader reader, @Nullable String id, MessageType type)
            throws InvalidMessageException {
        return switch (type) {
            case RESPONSE -> new Message.Response(id, reader.raw());
            case GET_CONTENT_HASHES -> {
                reader.require(reader.string().isEmpty());
                yield new Message.GetContentHashes(id);
            }
            case CONTENT_HASHES -> new Message.Hashes(id, contentHashes(reader));
            case CONTENT_DIFF -> new Message.ContentDiff(id, changes(reader));
            case GET_TABLE_DIFF -> new Message.GetTableDiff(id, reader.hashes());
            case GET_ROW_DIFF -> new Message.GetRowDiff(id, reader.map(reader::hashes));
            case GET_CELL_DIFF -> new Message.GetCellDiff(id, reader.map(() -> reader.map(reader::hashes)));
            case GET_VALUE_DIFF -> new Message.GetValueDiff(id, reader.hashes());
        };
    }

    private static ContentHashes contentHashes(JsonReader reader) throws InvalidMessageException {
        reader.beginArray();
        ContentHashes hashes = new ContentHashes(reader.hash(), reader.hash());
        reader.endArray();
        return hashes;
    }

    private static Changes changes(JsonReader reader) throws InvalidMessageException {
        Changes changes = new Changes();
        reader.beginArray();
        tables(reader, changes);
        values(reader, changes);
        if (!reader.atEndOfArray()) {
            reader.require(reader.integer() == 1);
        }
        reader.endArray();
        return changes;
    }

    private static <H> Difference.Answer<H> answer(JsonReader reader, JsonReader.Part<H> hashes)
            throws InvalidMessageException {
        Changes missing = new Changes();
        reader.beginArray();
        tables(reader, missing);
        Map<String, H> differing = reader.map(hashes);
        reader.endArray();
        return new Difference.Answer<>(missing, differing);
    }

    private static void tables(JsonReader reader, Changes into) throws InvalidMessageException {
        reader.beginArray();
        reader.object(id -> {
            Table table = new Table(id);
            into.tables.put(id, table);
            table(reader, table, into);
        });
        into.tablesTime = time(reader, into);
    }

    private static void table(JsonReader reader, Table table, Changes into) throws InvalidMessageException {
        reader.beginArray();
        reader.object(id -> {
            Row row = new Row(id);
            table.rows.put(id, row);
            reader.beginArray();
            reader.object(cell -> row.cells.put(leaf(reader, cell, into)));
            row.time = time(reader, into);
        });
        table.time = time(reader, into);
    }

    private static void values(JsonReader reader, Changes into) throws InvalidMessageException {
        reader.beginArray();
        reader.object(value -> into.values.put(leaf(reader, value, into)));
        into.valuesTime = time(reader, into);
    }

    private static Leaf leaf(JsonReader reader, String id, Changes into) throws InvalidMessageException {
        reader.beginArray();
        String json = reader.leaf();
        return Leaf.of(id, json, time(reader, into));
    }

    /// The rest of a stamp: its time, if it has one, and its end.
    private static Hlc time(JsonReader reader, Changes into) throws InvalidMessageException {
        Hlc time = reader.atEndOfArray() ? Hlc.NONE : reader.time();
        reader.endArray();
        into.saw(time);
        return time;
    }
}
