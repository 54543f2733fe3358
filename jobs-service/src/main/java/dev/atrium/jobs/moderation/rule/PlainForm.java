package dev.atrium.jobs.moderation.rule;

import java.text.Normalizer;
import java.util.Locale;

/// A text without what makes two spellings of one word different to programs and alike to people: compatibility forms
/// (NFKC: `ｂａｄ`, `𝐛𝐚𝐝`), case, characters that are not seen (zero width, direction, soft hyphens, variation
/// selectors) and marks that belong to no letter of their own (`b̶a̶d̶`).
final class PlainForm {

    private PlainForm() {}

    /// Takes time in proportion to the text's length, which NFKC may grow 18-fold.
    static String of(String text) {
        String visible = visible(Normalizer.normalize(text, Normalizer.Form.NFKC));
        // Upper case first: some letters, such as the long s, are alike only there.
        String folded = visible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return visible(Normalizer.normalize(folded, Normalizer.Form.NFKC));
    }

    /// The same in one line, with one blank where there are several or breaks.
    static String oneLine(String text) {
        return lineOf(of(text));
    }

    /// The same of a text that is in plain form already.
    static String lineOf(String plain) {
        StringBuilder line = new StringBuilder(plain.length());
        plain.codePoints().forEach(character -> {
            boolean blank = Character.isWhitespace(character) || Character.isSpaceChar(character);
            if (!blank) {
                line.appendCodePoint(character);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        });
        return line.toString().strip();
    }

    private static String visible(String text) {
        return text.codePoints()
                .filter(PlainForm::isVisible)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.UNASSIGNED -> false;
            case Character.CONTROL -> Character.isWhitespace(character);
            // Fillers that are letters by name only.
            default -> character != 0x115F && character != 0x1160 && character != 0x3164 && character != 0xFFA0;
        };
    }
}
