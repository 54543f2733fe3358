package dev.atrium.room.chat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// What somebody can react with: one emoji, as Unicode joins it from its parts, or a short name such as `thumbs-up`.
public final class Emoji {

    /// Most bytes in UTF-8; the longest emojis of Unicode have 35.
    public static final int BYTES_MAX = 48;

    private static final Pattern NAME = Pattern.compile("[a-z0-9+][a-z0-9_+-]{0,31}");
    private static final Pattern ONE_CHARACTER = Pattern.compile("\\X");
    private static final int JOINER = 0x200D;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final int KEYCAP = 0x20E3;

    private Emoji() {}

    /// @return what is wrong with it; empty if it is good
    public static Optional<String> fault(String text) {
        boolean good = NAME.matcher(text).matches()
                || (text.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX
                        && ONE_CHARACTER.matcher(text).matches()
                        && text.codePoints().allMatch(Emoji::mayBePart)
                        && text.codePoints().anyMatch(Emoji::makesEmoji));
        return good ? Optional.empty() : Optional.of("must be one emoji or a short name in lower case");
    }

    private static boolean makesEmoji(int character) {
        return Character.isExtendedPictographic(character) || isRegion(character) || character == KEYCAP;
    }

    private static boolean mayBePart(int character) {
        return makesEmoji(character)
                || Character.isEmoji(character)
                || Character.isEmojiModifier(character)
                || character == JOINER
                || character == EMOJI_STYLE
                || isTag(character);
    }

    /// A letter of a flag's country.
    private static boolean isRegion(int character) {
        return character >= 0x1F1E6 && character <= 0x1F1FF;
    }

    /// A letter of a flag's region.
    private static boolean isTag(int character) {
        return character >= 0xE0020 && character <= 0xE007F;
    }
}
