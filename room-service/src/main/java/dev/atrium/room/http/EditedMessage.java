package dev.atrium.room.http;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Text;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body that edits a message.
///
/// @param content 1 to 4,000 characters
/// @param mentions handles of at most 20 people, each of whom the content names as `@handle`
record EditedMessage(
        @NotNull @PlainText(max = Text.CONTENT_MAX) String content,
        @Nullable List<@NotNull String> mentions) {

    /// @throws ProblemException if the mentions are not valid
    Command.Edit by(Actor author, String message, @Nullable String idempotencyKey) {
        return new Command.Edit(author, message, content, NewMessage.named(content, mentions), idempotencyKey);
    }
}
