package dev.atrium.media.derive;

import dev.atrium.media.derive.child.Utf8;
import java.util.ArrayList;
import java.util.List;

/// Cuts a text into parts that fit into events.
final class TextParts {

    /// A sentence's end that comes earlier than this share of a part is not worth the shorter part.
    private static final int EARLIEST_DIVISOR = 2;

    private TextParts() {}

    /// The parts make up the text again. Each is as long as may be but ends behind a sentence, else
    /// behind a word, where its second half has such a place; never within a character.
    ///
    /// @param maxBytes most bytes of a part in UTF-8; at least 4
    static List<String> split(String text, int maxBytes) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = furthest(text, start, maxBytes);
            if (end < text.length()) {
                end = goodPlace(text, start, end);
            }
            parts.add(text.substring(start, end));
            start = end;
        }
        return List.copyOf(parts);
    }

    private static int furthest(String text, int start, int maxBytes) {
        int bytes = 0;
        int end = start;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            bytes += Utf8.length(codePoint);
            if (bytes > maxBytes) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }

    private static int goodPlace(String text, int start, int end) {
        int earliest = start + (end - start) / EARLIEST_DIVISOR;
        int word = -1;
        for (int i = end; i > earliest; i--) {
            if (endsSentence(text, i)) {
                return i;
            }
            if (word < 0 && Character.isWhitespace(text.charAt(i - 1))) {
                word = i;
            }
        }
        return word < 0 ? end : word;
    }

    /// Whether the character before `i` is the last of a sentence, with the white space behind it.
    private static boolean endsSentence(String text, int i) {
        char last = text.charAt(i - 1);
        return switch (last) {
            case '\n', '。', '！', '？' -> true;
            case ' ' -> i >= 2 && ".!?".indexOf(text.charAt(i - 2)) >= 0;
            default -> false;
        };
    }
}
