package dev.atrium.room.chat;

import dev.atrium.platform.request.IdempotencyKey;
import java.util.Optional;

/// What a text of a user may consist of, so that it can be stored and shown everywhere: PostgreSQL takes no NUL, UTF-8
/// no half of a surrogate pair. Whatever got into the log must be storable, or the checkpoint would stand still.
public final class Text {

    /// Most characters (Unicode code points) of a message.
    public static final int CONTENT_MAX = 4_000;

    /// Most characters of a room's name.
    public static final int NAME_MAX = 100;

    /// Most characters of a client's own id of a message, which may be any idempotency key.
    public static final int CLIENT_ID_MAX = IdempotencyKey.LENGTH_MAX;

    /// Most characters of somebody's subject or handle.
    public static final int ACTOR_MAX = 200;

    private Text() {}

    /// @param max most characters
    /// @return what is wrong with the text; empty if it is good
    public static Optional<String> fault(String text, int max) {
        if (text.isBlank()) {
            return Optional.of("must not be blank");
        }
        int characters = 0;
        for (int i = 0; i < text.length(); characters++) {
            int character = text.codePointAt(i);
            if (!allowed(character)) {
                return Optional.of("must not contain control characters or broken Unicode");
            }
            i += Character.charCount(character);
        }
        return characters <= max ? Optional.empty() : Optional.of("must have at most " + max + " characters");
    }

    private static boolean allowed(int character) {
        boolean layout = character == '\n' || character == '\r' || character == '\t';
        boolean halfPair = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return layout || (!Character.isISOControl(character) && !halfPair);
    }
}
