package dev.atrium.room.tinybase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON as JavaScript's `JSON.parse` does, piece by piece, and only what is expected. Always at a
/// token: a reading method takes all tokens of its thing and leaves the reader at the one behind.
final class JsonReader {

    /// What stands for `undefined`.
    static final String UNDEFINED = "\ufffc";

    /// What a text begins with that stands for an object or an array.
    static final char ENCODED = '\ufffd';

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    /// Most entries of all objects of a text together, but for what leaves hold: with all tables and rows that the
    /// cells of the largest document can have, and a few more.
    private static final int ENTRIES_MAX = 200_000;

    private static final double INTEGER_MAX = 9_007_199_254_740_992.0;
    private static final long HASH_MAX = 0xffff_ffffL;

    /// Reads a thing.
    interface Part<T> {
        T read() throws InvalidMessageException;
    }

    /// Takes an entry of an object; to be read there.
    interface Entry {
        void read(String id) throws InvalidMessageException;
    }

    private final String text;
    private final JsonParser parser;
    private @Nullable JsonToken token;
    private int entries;

    private JsonReader(String text) throws IOException {
        this.text = text;
        this.parser = JSON.createParser(text);
    }

    /// Reads a whole text.
    static <T> T read(String text, Whole<T> whole) throws InvalidMessageException {
        try {
            JsonReader reader = new JsonReader(text);
            reader.advance();
            T result = whole.read(reader);
            reader.require(reader.token == null);
            return result;
        } catch (IOException e) {
            throw new InvalidMessageException(e);
        }
    }

    /// Reads what a text holds.
    interface Whole<T> {
        T read(JsonReader reader) throws InvalidMessageException;
    }

    void beginArray() throws InvalidMessageException {
        take(JsonToken.START_ARRAY);
    }

    void endArray() throws InvalidMessageException {
        take(JsonToken.END_ARRAY);
    }

    boolean atEndOfArray() {
        return token == JsonToken.END_ARRAY;
    }

    /// An object whose entries are counted.
    void object(Entry entry) throws InvalidMessageException {
        members(id -> {
            entries++;
            require(entries <= ENTRIES_MAX);
            entry.read(id);
        });
    }

    private void members(Entry entry) throws InvalidMessageException {
        take(JsonToken.START_OBJECT);
        while (token == JsonToken.FIELD_NAME) {
            String id = string(this::name);
            advance();
            entry.read(id);
        }
        take(JsonToken.END_OBJECT);
    }

    /// A text that is not `undefined`.
    String string() throws InvalidMessageException {
        String value = text();
        require(!value.equals(UNDEFINED));
        return value;
    }

    /// Any text.
    String text() throws InvalidMessageException {
        require(token == JsonToken.VALUE_STRING);
        String value = string(parser::getText);
        advance();
        return value;
    }

    @Nullable
    String stringOrNull() throws InvalidMessageException {
        if (token == JsonToken.VALUE_NULL) {
            advance();
            return null;
        }
        return string();
    }

    long integer() throws InvalidMessageException {
        double value = number();
        require(value == Math.rint(value) && Math.abs(value) <= INTEGER_MAX);
        return (long) value;
    }

    int hash() throws InvalidMessageException {
        long hash = integer();
        require(hash >= 0 && hash <= HASH_MAX);
        return (int) hash;
    }

    Map<String, Integer> hashes() throws InvalidMessageException {
        return map(this::hash);
    }

    <T> Map<String, T> map(Part<T> part) throws InvalidMessageException {
        Map<String, T> map = new LinkedHashMap<>();
        object(id -> map.put(id, part.read()));
        return map;
    }

    Hlc time() throws InvalidMessageException {
        return Hlc.parse(string()).orElseThrow(() -> new InvalidMessageException("not a time"));
    }

    /// The canonical text of a leaf; null if it is `undefined`.
    @Nullable
    String leaf() throws InvalidMessageException {
        if (token == JsonToken.VALUE_STRING) {
            String value = string(parser::getText);
            require(value.isEmpty() || value.charAt(0) != ENCODED || isEncoded(value.substring(1)));
            advance();
            return value.equals(UNDEFINED) ? null : JsText.string(value);
        }
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            StringBuilder encoded = new StringBuilder().append(ENCODED);
            appendAny(encoded);
            return JsText.string(encoded.toString());
        }
        StringBuilder json = new StringBuilder();
        appendAny(json);
        return json.toString();
    }

    /// Anything, as it is written.
    String raw() throws InvalidMessageException {
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        try {
            parser.skipChildren();
            parser.finishToken();
        } catch (IOException e) {
            throw new InvalidMessageException(e);
        }
        int end = (int) parser.currentLocation().getCharOffset();
        advance();
        return text.substring(begin, end);
    }

    void require(boolean valid) throws InvalidMessageException {
        if (!valid) {
            throw new InvalidMessageException("not what is expected at " + parser.currentLocation());
        }
    }

    private static boolean isEncoded(String json) {
        try {
            return read(json, reader -> {
                boolean structured = reader.token == JsonToken.START_OBJECT || reader.token == JsonToken.START_ARRAY;
                reader.raw();
                return structured;
            });
        } catch (InvalidMessageException _) {
            return false;
        }
    }

    private double number() throws InvalidMessageException {
        require(token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT);
        double value = Double.parseDouble(string(parser::getText));
        require(Double.isFinite(value));
        advance();
        return value;
    }

    private void appendAny(StringBuilder json) throws InvalidMessageException {
        if (token == null) {
            throw new InvalidMessageException("nothing there");
        }
        switch (token) {
            case START_OBJECT -> {
                json.append('{');
                int empty = json.length();
                members(id -> {
                    json.append(json.length() == empty ? "" : ",");
                    JsText.appendString(json, id);
                    json.append(':');
                    appendAny(json);
                });
                json.append('}');
            }
            case START_ARRAY -> {
                beginArray();
                json.append('[');
                int empty = json.length();
                while (!atEndOfArray()) {
                    json.append(json.length() == empty ? "" : ",");
                    appendAny(json);
                }
                endArray();
                json.append(']');
            }
            case VALUE_STRING -> {
                String value = string(parser::getText);
                advance();
                if (value.equals(UNDEFINED)) {
                    json.append(Leaf.NULL);
                } else {
                    JsText.appendString(json, value);
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.append(JsText.number(number()));
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {
                json.append(token.asString());
                advance();
            }
            default -> throw new InvalidMessageException("not a value");
        }
    }

    private void take(JsonToken expected) throws InvalidMessageException {
        require(token == expected);
        advance();
    }

    private String name() throws IOException {
        return parser.currentName();
    }

    private void advance() throws InvalidMessageException {
        try {
            token = parser.nextToken();
        } catch (IOException e) {
            throw new InvalidMessageException(e);
        }
    }

    private interface Reading {
        String read() throws IOException;
    }

    private static String string(Reading reading) throws InvalidMessageException {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new InvalidMessageException(e);
        }
    }
}
