package dev.atrium.gateway.apikey;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// The text of a key: the prefix, 22 random characters of base 62 (131 bits) and 6 characters of checksum
/// (CRC-32 of all that comes before, in base 62). A key that was mistyped or cut off is refused without a
/// look-up, and scanners can tell a leaked key from a word that only looks like one.
public final class KeyText {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM = 22;
    private static final int CHECKSUM = 6;

    private KeyText() {}

    /// A new key.
    ///
    /// @param random a cryptographic source
    static String generate(String prefix, RandomGenerator random) {
        String body = random.ints(RANDOM, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .collect(Collectors.joining());
        return prefix + body + checksum(prefix + body);
    }

    /// Whether the text can be a key: the form fits and the checksum is right.
    public static boolean isIntact(String prefix, String text) {
        if (!text.startsWith(prefix) || text.length() != prefix.length() + RANDOM + CHECKSUM) {
            return false;
        }
        String checked = text.substring(0, text.length() - CHECKSUM);
        return text.chars().skip(prefix.length()).allMatch(c -> ALPHABET.indexOf(c) >= 0)
                && text.endsWith(checksum(checked));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < CHECKSUM; i++) {
            digits.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return digits.reverse().toString();
    }
}
