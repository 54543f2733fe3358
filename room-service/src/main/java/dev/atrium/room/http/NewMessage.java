package dev.atrium.room.http;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.chat.Mentions;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body that sends a message.
///
/// @param content 1 to 4,000 characters
/// @param clientId your own id of the message, 1 to 128 characters: sent again, it is answered with the first
///     message
/// @param replyTo id of the message of the room that this one answers
/// @param mentions handles of at most 20 people, each of whom the content names as `@handle`
/// @param draft key of your draft that the message ends
/// @param attachment a file that the message is about; only jobs-service may name one
record NewMessage(
        @NotNull @PlainText(max = Text.CONTENT_MAX) String content,
        @PlainText(max = Text.CLIENT_ID_MAX) @Nullable String clientId,
        @Nullable String replyTo,
        @Nullable List<@NotNull String> mentions,
        @Nullable String draft,
        @Valid @Nullable NewAttachment attachment) {

    /// A file that a message is about.
    record NewAttachment(
            @NotNull @PlainText(max = 64) String fileId,
            @NotNull @PlainText(max = 255) String name,
            @NotNull @PlainText(max = 127) String type) {

        RoomEvent.Attachment attachment() {
            return new RoomEvent.Attachment(fileId, name, type);
        }
    }

    /// The mentions of a body.
    ///
    /// @throws ProblemException if they are not valid
    static List<String> named(String content, @Nullable List<String> mentions) {
        List<String> named =
                mentions == null ? List.of() : mentions.stream().distinct().toList();
        Mentions.fault(content, named).ifPresent(fault -> {
            throw ProblemException.invalidProperty("/mentions", fault);
        });
        return named;
    }

    /// @param idempotencyKey the header of this name, which means the same as `clientId`
    /// @throws ProblemException if both are given and differ
    Command.Post by(Actor author, @Nullable String idempotencyKey) {
        String id = ClientIds.oneOf(idempotencyKey, clientId);
        if (replyTo != null && RoomKey.parseId(replyTo).isEmpty()) {
            throw ProblemException.invalidProperty("/replyTo", "must be the id of a message");
        }
        if (draft != null) {
            Draft.keyFault(draft).ifPresent(fault -> {
                throw ProblemException.invalidProperty("/draft", fault);
            });
        }
        Command.Post post = new Command.Post(
                author,
                Ids.next().toString(),
                content,
                id,
                attachment == null ? null : attachment.attachment(),
                replyTo,
                named(content, mentions),
                Novelty.EVER);
        return post.ending(draft);
    }
}
