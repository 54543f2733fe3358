package dev.atrium.jobs.moderation.rule;

import dev.atrium.platform.hash.Sha256;
import org.jspecify.annotations.Nullable;

/// A message as rules look at it.
///
/// @param plain what it says, in [PlainForm], of which more than [#PLAIN_MAX] characters are not looked at
/// @param line the same in one line
/// @param mentions how many people it mentions
public record Inspected(String plain, String line, int mentions) {

    /// Four times the longest message: some characters stand for 18 others, and every expression looks at all of them.
    private static final int PLAIN_MAX = 16_000;

    /// The same for texts that look the same, and hardly for others: SHA-256 in hexadecimal digits.
    public String fingerprint() {
        return Sha256.hex(line);
    }

    /// @param fileName of its attachment; null if it has none
    public static Inspected of(String content, @Nullable String fileName, int mentions) {
        String all = fileName == null ? content : content + "\n" + fileName;
        String plain = PlainForm.of(all);
        String looked = plain.substring(0, Math.min(PLAIN_MAX, plain.length()));
        return new Inspected(looked, PlainForm.lineOf(looked), mentions);
    }
}
