package dev.atrium.room.chat;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/// A text that somebody has not sent yet (RM-12).
///
/// @param key by which its author tells it from other drafts in the room
/// @param content empty if there is none any more
/// @param sequence of the event that saved it
public record Draft(String key, String content, Instant savedAt, long sequence) {

    /// Most drafts of one person in a room: of more, those that were saved last stay.
    public static final int MAX = 20;

    /// Most characters of a draft.
    public static final int CONTENT_MAX = 16_000;

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_:][A-Za-z0-9._:-]{0,99}");
    private static final Comparator<Draft> BY_SEQUENCE = Comparator.comparingLong(Draft::sequence);

    /// @return what is wrong with the key of a draft; empty if it is good
    public static Optional<String> keyFault(String key) {
        return KEY.matcher(key).matches()
                ? Optional.empty()
                : Optional.of("must be 1 to 100 letters, digits and . _ : - that do not begin with . or -");
    }

    /// @return what is wrong with the content of a draft; empty if it is good, as it is without any text
    public static Optional<String> contentFault(String content) {
        return content.isBlank() ? Optional.empty() : Text.fault(content, CONTENT_MAX);
    }

    /// The drafts of one person, newest first.
    ///
    /// @param stored what the store has
    /// @param unstored what it may not have yet
    public static List<Draft> newest(List<Draft> stored, List<Draft> unstored) {
        Map<String, Draft> byKey = new HashMap<>();
        stored.forEach(draft -> byKey.merge(draft.key(), draft, BinaryOperator.maxBy(BY_SEQUENCE)));
        unstored.forEach(draft -> byKey.merge(draft.key(), draft, BinaryOperator.maxBy(BY_SEQUENCE)));
        return byKey.values().stream()
                .filter(draft -> !draft.content().isEmpty())
                .sorted(BY_SEQUENCE.reversed())
                .limit(MAX)
                .toList();
    }
}
