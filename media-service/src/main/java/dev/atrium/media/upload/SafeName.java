package dev.atrium.media.upload;

import java.text.Normalizer;

/// Makes a file name out of what a client says is one.
final class SafeName {

    /// Longest name, in UTF-16 units.
    static final int MAX = 255;

    private static final int EXTENSION_MAX = 20;
    private static final String UNNAMED = "unnamed";

    private SafeName() {}

    /// Any text becomes a name that can be shown and saved under: without path, control and direction characters, and
    /// never empty or made of dots alone. A long name keeps its extension.
    static String of(String clientName) {
        String composed = Normalizer.normalize(visible(withoutPath(clientName)), Normalizer.Form.NFC);
        String name = shorten(composed.strip()).strip();
        return isDots(name) ? UNNAMED : name;
    }

    private static String withoutPath(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private static String visible(String name) {
        StringBuilder visible = new StringBuilder(name.length());
        name.codePoints().filter(SafeName::isVisible).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    /// Format characters can turn `gpj.exe` into `exe.jpg` on the screen, except the joiner that emojis are made with.
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> c == 0x200d;
            default -> true;
        };
    }

    private static boolean isDots(String name) {
        return name.chars().allMatch(c -> c == '.');
    }

    private static String shorten(String name) {
        if (name.length() <= MAX) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot >= name.length() - EXTENSION_MAX ? name.substring(dot) : "";
        int end = MAX - extension.length();
        if (Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end) + extension;
    }
}
