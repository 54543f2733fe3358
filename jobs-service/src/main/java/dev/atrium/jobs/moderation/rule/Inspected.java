package dev.atrium.jobs.moderation.rule;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A message as rules look at it.
///
/// @param plain what it says, in [PlainForm]
/// @param line the same in one line
/// @param mentions how many people it mentions
public record Inspected(String plain, String line, int mentions) {

    /// The same for texts that look the same, and hardly for others: SHA-256 in hexadecimal digits.
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// @param fileName of its attachment; null if it has none
    public static Inspected of(String content, @Nullable String fileName, int mentions) {
        String all = fileName == null ? content : content + "\n" + fileName;
        return new Inspected(PlainForm.of(all), PlainForm.oneLine(all), mentions);
    }
}
