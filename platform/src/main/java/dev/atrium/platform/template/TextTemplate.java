package dev.atrium.platform.template;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A text with places for values of a JSON document: `{{/repository/full_name}}` stands for what the JSON
/// Pointer (RFC 6901) finds. A text, a number, `true` and `false` are put there; what is missing, or is
/// anything else, is empty. There is nothing more, no expressions and no loops, so that anybody may write
/// a template and anybody a document.
public final class TextTemplate {

    /// Most characters (UTF-16) of a template.
    public static final int LENGTH_MAX = 1_000;

    /// Most places in a template.
    public static final int PLACES_MAX = 20;

    /// Most characters (Unicode code points) of a value; longer ones are cut.
    private static final int VALUE_MAX = 1_000;

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final List<Part> parts;

    private TextTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Place(JsonPointer pointer) implements Part {}
    }

    /// Reads a template.
    ///
    /// @throws IllegalArgumentException if it is none; the message is the end of a sentence about it
    public static TextTemplate parse(String text) {
        if (text.isBlank() || text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("must be 1 to " + LENGTH_MAX + " characters, and not blank");
        }
        List<Part> parts = new ArrayList<>();
        int places = 0;
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                throw new IllegalArgumentException("must close each '{{' by '}}'");
            }
            if (++places > PLACES_MAX) {
                throw new IllegalArgumentException("must have at most " + PLACES_MAX + " places");
            }
            parts.add(new Part.Literal(text.substring(from, open)));
            parts.add(place(text.substring(open + OPEN.length(), close).strip()));
            from = close + CLOSE.length();
        }
        parts.add(new Part.Literal(text.substring(from)));
        return new TextTemplate(parts);
    }

    private static Part place(String pointer) {
        // The empty pointer is the whole document, which is no value.
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException("must have JSON Pointers like {{/repository/full_name}} as places");
        }
        return new Part.Place(JsonPointer.compile(pointer));
    }

    /// Whether it says the same of every document.
    public boolean isConstant() {
        return parts.stream().noneMatch(Part.Place.class::isInstance);
    }

    /// What it says of a document, without control characters but tabs and line ends, and without broken
    /// Unicode.
    ///
    /// @param most characters (Unicode code points) of the whole; what is longer is cut
    /// @return empty if it has places, and the document a value for none of them, or if what is left is
    ///     blank
    public Optional<String> of(JsonNode document, int most) {
        boolean found = isConstant();
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> text.append(literal.text());
                case Part.Place place -> {
                    String value = value(document.at(place.pointer()));
                    found |= !value.isBlank();
                    text.append(value);
                }
            }
        }
        String printed = printable(text.toString(), most);
        return found && !printed.isBlank() ? Optional.of(printed) : Optional.empty();
    }

    private static String value(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? printable(node.asText(), VALUE_MAX) : "";
    }

    /// A text that can be stored and shown everywhere: control characters but tabs and line feeds become
    /// spaces, halves of surrogate pairs the replacement character.
    ///
    /// @param most characters (Unicode code points), 1 at least; the last one of a text that is cut is an
    ///     ellipsis
    public static String printable(String text, int most) {
        StringBuilder printable = new StringBuilder();
        int characters = 0;
        for (int i = 0; i < text.length(); characters++) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (characters == most - 1 && i < text.length()) {
                return printable.append('…').toString();
            }
            printable.appendCodePoint(printable(character));
        }
        return printable.toString();
    }

    private static int printable(int character) {
        if (character == '\n' || character == '\t') {
            return character;
        }
        if (Character.isISOControl(character)) {
            return ' ';
        }
        boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return half ? 0xFFFD : character;
    }
}
