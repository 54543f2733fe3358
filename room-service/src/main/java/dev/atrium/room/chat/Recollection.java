package dev.atrium.room.chat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was found out of a message that is not in memory.
///
/// @param upTo up to which sequence number that is certain; -1 if the store was not asked
/// @param message as it is now; null if there was none
public record Recollection(long upTo, @Nullable Message message) {

    /// The store was not asked.
    public static final Recollection NONE = new Recollection(-1, null);

    static Recollection of(Decision.Recall question, Optional<Message> stored) {
        return new Recollection(
                question.upTo(), stored.map(question.unstored()::over).orElse(null));
    }
}
