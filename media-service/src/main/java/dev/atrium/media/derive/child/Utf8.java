package dev.atrium.media.derive.child;

/// How long texts are in UTF-8.
public final class Utf8 {

    private static final int TWO_BYTES_FROM = 0x80;
    private static final int THREE_BYTES_FROM = 0x800;

    private Utf8() {}

    /// How many bytes a character has.
    public static int length(int codePoint) {
        if (codePoint < TWO_BYTES_FROM) {
            return 1;
        }
        if (codePoint < THREE_BYTES_FROM) {
            return 2;
        }
        return Character.isBmpCodePoint(codePoint) ? 3 : 4;
    }
}
