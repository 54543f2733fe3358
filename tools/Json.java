import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Just enough JSON for a client without dependencies: objects are maps, arrays are lists, numbers are doubles.
final class Json {

    private static final int MAX_DEPTH = 100;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException if it is not JSON
    static Object read(String text) {
        Json reader = new Json(text);
        Object value = reader.value();
        reader.expect(reader.at == text.length());
        return value;
    }

    /// A member of an object; an empty text if it is absent or null.
    static Object get(Object object, String name) {
        return object instanceof Map<?, ?> map ? Objects.requireNonNullElse(map.get(name), "") : "";
    }

    static String text(Object object, String name) {
        return get(object, name).toString();
    }

    static long number(Object object, String name) {
        return get(object, name) instanceof Double number ? number.longValue() : 0;
    }

    /// A text as JSON.
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private Object value() {
        expect(++depth <= MAX_DEPTH);
        skipSpace();
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", "");
            default -> number();
        };
        skipSpace();
        depth--;
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        while (peek() != '}') {
            String name = string();
            skipSpace();
            expect(next() == ':');
            members.put(name, value());
            skipComma('}');
        }
        at++;
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        at++;
        skipSpace();
        while (peek() != ']') {
            elements.add(value());
            skipComma(']');
        }
        at++;
        return elements;
    }

    private void skipComma(char end) {
        if (peek() != end) {
            expect(next() == ',');
            skipSpace();
        }
    }

    private String string() {
        expect(next() == '"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                expect(at + 4 <= text.length());
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    private Object word(String word, Object meaning) {
        expect(text.startsWith(word, at));
        at += word.length();
        return meaning;
    }

    private Double number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Double.valueOf(text.substring(start, at));
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        expect(at < text.length());
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void expect(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not JSON at character " + at);
        }
    }
}
