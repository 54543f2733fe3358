package dev.atrium.media.file;

import java.nio.charset.StandardCharsets;

/// The header by which a browser saves a download under its name instead of showing it (RFC 6266).
public final class ContentDisposition {

    private static final String ATTR_CHARS = "!#$&+-.^_`|~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private ContentDisposition() {}

    /// @param name any name; what is not plain ASCII goes into `filename*` alone (RFC 8187)
    public static String attachment(String name) {
        return "attachment; filename=\"" + ascii(name) + "\"; filename*=UTF-8''" + extended(name);
    }

    private static String ascii(String name) {
        StringBuilder ascii = new StringBuilder(name.length());
        name.codePoints().forEach(c -> ascii.append(isPlain(c) ? (char) c : '_'));
        return ascii.toString();
    }

    /// Neither quotes nor escapes, nor a percent sign, which some browsers decode.
    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%';
    }

    private static String extended(String name) {
        StringBuilder extended = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (isAttrChar(b)) {
                extended.append((char) b);
            } else {
                extended.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
            }
        }
        return extended.toString();
    }

    private static boolean isAttrChar(byte b) {
        return (b >= '0' && b <= '9')
                || (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b > 0 && ATTR_CHARS.indexOf(b) >= 0);
    }
}
