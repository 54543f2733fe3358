package dev.atrium.room.tinybase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.StringJoiner;

/// A document as the library shows one: with all times and hashes.
final class Content {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Content() {}

    static JsonNode of(Document document) {
        Changes content = document.content();
        ContentHashes hashes = document.hashes();
        StringJoiner tables = new StringJoiner(",", "{", "}");
        for (Table table : content.tables.values()) {
            StringJoiner rows = new StringJoiner(",", "{", "}");
            for (Row row : table.rows.values()) {
                rows.add(JsText.string(row.id) + ":" + stamp(leaves(row.cells), row.time, row.hash));
            }
            tables.add(JsText.string(table.id) + ":" + stamp(rows.toString(), table.time, table.hash));
        }
        return json("[" + stamp(tables.toString(), content.tablesTime, hashes.tables()) + ","
                + stamp(leaves(content.values), content.valuesTime, hashes.values()) + "]");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    static String hashes(Document document) {
        return "[" + Integer.toUnsignedString(document.hashes().tables()) + ","
                + Integer.toUnsignedString(document.hashes().values()) + "]";
    }

    private static String leaves(Leaves leaves) {
        StringJoiner all = new StringJoiner(",", "{", "}");
        for (Leaf leaf : leaves) {
            all.add(JsText.string(leaf.id()) + ":" + stamp(shown(leaf), leaf.time(), leaf.hash()));
        }
        return all.toString();
    }

    /// The library shows objects and arrays as such.
    private static String shown(Leaf leaf) {
        String json = leaf.json();
        if (json == null) {
            return "\"\ufffc\"";
        }
        return json.startsWith("\"\ufffd") ? json(json).textValue().substring(1) : json;
    }

    private static String stamp(String thing, Hlc time, int hash) {
        return "[" + thing + ",\"" + time + "\"," + Integer.toUnsignedString(hash) + "]";
    }
}
