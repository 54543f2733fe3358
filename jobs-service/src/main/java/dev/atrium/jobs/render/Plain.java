package dev.atrium.jobs.render;

/// Makes text of strangers into text that every format can carry.
final class Plain {

    private static final int REPLACEMENT = 0xfffd;

    private Plain() {}

    /// Line ends become `\n`; what XML and Unicode do not allow (controls, lone surrogates, noncharacters) becomes
    /// U+FFFD.
    static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().map(Plain::allowed).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /// As [#of], on one line.
    static String line(String text) {
        return of(text).replaceAll("[\\n\\t\\u2028\\u2029]+", " ").strip();
    }

    /// The beginning of a text, on one line, with an ellipsis if it is cut.
    ///
    /// @param max most code points
    static String excerpt(String text, int max) {
        String line = line(text.substring(0, Math.min(text.length(), 4 * max)));
        return line.codePointCount(0, line.length()) <= max
                ? line
                : line.substring(0, line.offsetByCodePoints(0, max)) + "…";
    }

    private static int allowed(int c) {
        return switch (c) {
            case '\n', '\t' -> c;
            case '\r', 0x85 -> '\n';
            default -> isForbidden(c) ? REPLACEMENT : c;
        };
    }

    private static boolean isForbidden(int c) {
        return Character.getType(c) == Character.CONTROL
                || Character.getType(c) == Character.SURROGATE
                || (c & 0xfffe) == 0xfffe
                || (c >= 0xfdd0 && c <= 0xfdef);
    }
}
