package dev.atrium.room.tinybase;

/// Sizes of texts in UTF-8.
final class Utf8 {

    private Utf8() {}

    static int size(String text) {
        int size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= 0x800) {
                // Each half of a pair counts two, so that both make four; a half alone would make three.
                size += isInPair(text, i) ? 1 : 2;
            } else if (unit >= 0x80) {
                size++;
            }
        }
        return size;
    }

    /// Whether a half of a pair is where its other half is, too.
    static boolean isInPair(String text, int index) {
        char unit = text.charAt(index);
        return Character.isHighSurrogate(unit)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : Character.isLowSurrogate(unit) && index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
