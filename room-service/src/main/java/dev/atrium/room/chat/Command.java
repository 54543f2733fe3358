package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.tinybase.Changes;
import org.jspecify.annotations.Nullable;

/// What somebody wants to happen durably in a room. Its texts are valid by [Text], and its author is one who may write
/// at all; what the room itself allows, [Room] decides.
public sealed interface Command {

    /// Who wants it.
    Actor author();

    record Create(Actor author, String name, Kind kind, Visibility visibility) implements Command {}

    /// @param changes valid, and within the limits of a document
    record ChangeDocument(Actor author, Changes changes) implements Command {}

    /// @param message id for the message, if it becomes one
    /// @param clientId the author's own id for it, by which a repetition is known; null if repetitions shall count
    /// @param attachment null for an ordinary message
    /// @param novelty only looked at if there is a client's id
    record Post(
            Actor author,
            String message,
            String content,
            @Nullable String clientId,
            @Nullable Attachment attachment,
            Novelty novelty)
            implements Command {

        /// The same command, after the store was asked in vain for the client's id.
        public Post afterAsking(Decision.AskStore question) {
            return new Post(author, message, content, clientId, attachment, novelty.upTo(question.upTo()));
        }
    }
}
