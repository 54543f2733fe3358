package dev.atrium.media.derive.child;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Gathers text up to a number of bytes in UTF-8. Line ends become `\n`; control characters and halves of surrogate
/// pairs, which neither JSON nor databases like, are dropped.
final class BoundedText {

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final int maxBytes;
    private final StringBuilder text = new StringBuilder();
    private int bytes;
    private char high;

    BoundedText(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Thrown by [#writer] when no more fits.
    static final class FullException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /// Adds what is written to it.
    Writer writer() {
        return new Writer() {
            @Override
            public void write(char[] chars, int offset, int length) throws IOException {
                for (int i = offset; i < offset + length; i++) {
                    if (!add(chars[i])) {
                        throw new FullException();
                    }
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    /// @return false if nothing more fits
    boolean add(char c) {
        if (Character.isHighSurrogate(c)) {
            high = c;
            return true;
        }
        if (Character.isLowSurrogate(c)) {
            char first = high;
            high = 0;
            return first == 0 || append(Character.toCodePoint(first, c));
        }
        high = 0;
        return !isKept(c) || append(c);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /// Writes the file; none if there is nothing but white space.
    void writeTo(Path file) throws IOException {
        if (!text.toString().isBlank()) {
            Files.writeString(file, text);
        }
    }

    private boolean append(int codePoint) {
        int length = Utf8.length(codePoint);
        if (bytes + length > maxBytes) {
            return false;
        }
        bytes += length;
        text.appendCodePoint(codePoint);
        return true;
    }

    private static boolean isKept(char c) {
        return c == '\n' || c == '\t' || !(Character.isISOControl(c) || c == BYTE_ORDER_MARK);
    }
}
