package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.roomlog.RoomEvent.ReportReason;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.access.Wish;
import dev.atrium.room.operation.Operation;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.DocumentLimits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody wants to happen durably in a room. Its texts are valid by [Text], and its author is one who may write
/// at all; what the room itself allows, [Room] decides.
public sealed interface Command {

    /// Who wants it.
    Actor author();

    /// The same command, after the store was asked.
    ///
    /// @param found the message in question, as it is stored
    default Command after(Decision.Question question, Optional<Message> found) {
        return this;
    }

    /// The room, or who may do what in it, shall be changed.
    record ChangeAccess(Actor author, Wish wish) implements Command {}

    /// An event of a room that is brought back from a backup, at its place and as of its time. What
    /// cannot happen, or changes nothing, becomes an event that says nothing, so that every place is
    /// taken.
    ///
    /// @param sequence the place; of a place that is taken, nothing happens
    /// @param at when it happened
    /// @param wish what happened; null: nothing that concerns others
    record Restore(long sequence, Instant at, @Nullable Command wish) implements Command {

        @Override
        public Actor author() {
            return Restorer.ACTOR;
        }

        @Override
        public Restore after(Decision.Question question, Optional<Message> found) {
            return new Restore(sequence, at, wish == null ? null : wish.after(question, found));
        }
    }

    /// @param isIdClaimed whether the room's id was stored before, so that there may be such a room already
    record Create(Actor author, String name, Kind kind, Visibility visibility, boolean isIdClaimed) implements Command {

        /// Under an id that was made just now.
        public Create(Actor author, String name, Kind kind, Visibility visibility) {
            this(author, name, kind, visibility, false);
        }

        public Create underClaimedId() {
            return new Create(author, name, kind, visibility, true);
        }

        /// The first event of a room.
        RoomCreated event(RoomKey key, Instant now) {
            return new RoomCreated(key.tenant(), key.room(), 1, now, name, kind, visibility, author);
        }
    }

    /// @param changes valid, each within the limits of a leaf
    /// @param limits that the document must not exceed by them
    record ChangeDocument(Actor author, Changes changes, DocumentLimits limits) implements Command {

        /// What of it fits into a document.
        ChangeDocument fitting(Document document) {
            return new ChangeDocument(author, limits.fitting(changes, document), limits);
        }
    }

    /// Operations on the room's objects, all of them or none (RM-5).
    ///
    /// @param clientId the author's own id for them, by which a repetition is known; null if repetitions
    ///     shall count
    /// @param novelty only looked at if there is a client's id
    record Operate(
            Actor author,
            List<Operation> operations,
            @Nullable String clientId,
            Novelty novelty) implements Command {

        public Operate {
            operations = List.copyOf(operations);
        }

        @Override
        public Operate after(Decision.Question question, Optional<Message> found) {
            return new Operate(author, operations, clientId, novelty.upTo(question.upTo()));
        }
    }

    /// Says what the room's objects must be like.
    ///
    /// @param schema without a fault; null to take it back
    record SetSchema(Actor author, String name, @Nullable ObjectSchema schema) implements Command {}

    /// @param message id for the message, if it becomes one
    /// @param clientId the author's own id for it, by which a repetition is known; null if repetitions shall count
    /// @param attachment null for an ordinary message
    /// @param replyTo id of the message that it answers; null if it answers none
    /// @param mentions handles, valid by [Mentions]
    /// @param novelty only looked at if there is a client's id
    /// @param recollection of the message that it answers
    /// @param draft key of the author's draft that it ends; null if it ends none
    record Post(
            Actor author,
            String message,
            String content,
            @Nullable String clientId,
            @Nullable Attachment attachment,
            @Nullable String replyTo,
            List<String> mentions,
            Novelty novelty,
            Recollection recollection,
            @Nullable String draft)
            implements Command {

        public Post {
            mentions = List.copyOf(mentions);
        }

        /// A message that answers nothing and names nobody.
        public Post(
                Actor author,
                String message,
                String content,
                @Nullable String clientId,
                @Nullable Attachment attachment,
                Novelty novelty) {
            this(author, message, content, clientId, attachment, null, List.of(), novelty);
        }

        public Post(
                Actor author,
                String message,
                String content,
                @Nullable String clientId,
                @Nullable Attachment attachment,
                @Nullable String replyTo,
                List<String> mentions,
                Novelty novelty) {
            this(author, message, content, clientId, attachment, replyTo, mentions, novelty, Recollection.NONE, null);
        }

        /// The same, ending a draft.
        ///
        /// @param key null to end none
        public Post ending(@Nullable String key) {
            return new Post(
                    author, message, content, clientId, attachment, replyTo, mentions, novelty, recollection, key);
        }

        /// The same, answering nothing.
        Post withoutReplyTo() {
            return new Post(
                    author, message, content, clientId, attachment, null, mentions, novelty, recollection, draft);
        }

        @Override
        public Post after(Decision.Question question, Optional<Message> found) {
            return switch (question) {
                case Decision.AskStore asked -> with(novelty.upTo(asked.upTo()), recollection);
                case Decision.AskApplied _ -> this;
                case Decision.Recall recall -> with(novelty, Recollection.of(recall, found));
            };
        }

        private Post with(Novelty newer, Recollection newRecollection) {
            return new Post(
                    author, message, content, clientId, attachment, replyTo, mentions, newer, newRecollection, draft);
        }
    }

    /// A text that its author has not sent yet takes the place of what the draft was (RM-12).
    ///
    /// @param key valid by [Draft]
    /// @param content valid by [Draft]; empty to end the draft
    record SaveDraft(Actor author, String key, String content) implements Command {

        public SaveDraft {
            content = content.isBlank() ? "" : content;
        }
    }

    /// Its author has read the room up to a sequence number (RM-14).
    record MarkRead(Actor author, long readUpTo) implements Command {}

    /// Something shall happen to a message of the room (RM-14).
    sealed interface Change extends Command {

        /// Id of the message: a UUID in its canonical form.
        String message();

        Recollection recollection();

        @Override
        default Command after(Decision.Question question, Optional<Message> found) {
            return question instanceof Decision.Recall recall ? recalled(Recollection.of(recall, found)) : this;
        }

        /// The same command with what was found out of the message.
        Change recalled(Recollection found);
    }

    /// @param clientId the author's own id for the edit, by which a repetition is known; null if it gave none
    record Edit(
            Actor author,
            String message,
            String content,
            List<String> mentions,
            @Nullable String clientId,
            Recollection recollection)
            implements Change {

        public Edit {
            mentions = List.copyOf(mentions);
        }

        public Edit(Actor author, String message, String content, List<String> mentions, @Nullable String clientId) {
            this(author, message, content, mentions, clientId, Recollection.NONE);
        }

        @Override
        public Edit recalled(Recollection found) {
            return new Edit(author, message, content, mentions, clientId, found);
        }
    }

    record Delete(Actor author, String message, Recollection recollection) implements Change {

        public Delete(Actor author, String message) {
            this(author, message, Recollection.NONE);
        }

        @Override
        public Delete recalled(Recollection found) {
            return new Delete(author, message, found);
        }
    }

    /// A message shall be out of sight, or in sight again; only for [Program#MODERATION].
    record SetHidden(Actor author, String message, boolean hidden, Recollection recollection) implements Change {

        public SetHidden(Actor author, String message, boolean hidden) {
            this(author, message, hidden, Recollection.NONE);
        }

        @Override
        public SetHidden recalled(Recollection found) {
            return new SetHidden(author, message, hidden, found);
        }
    }

    /// The moderators shall look at a message.
    ///
    /// @param comment null if there is nothing to add
    record Report(
            Actor author,
            String message,
            ReportReason reason,
            @Nullable String comment,
            Recollection recollection) implements Change {

        public Report(Actor author, String message, ReportReason reason, @Nullable String comment) {
            this(author, message, reason, comment, Recollection.NONE);
        }

        @Override
        public Report recalled(Recollection found) {
            return new Report(author, message, reason, comment, found);
        }
    }

    /// @param emoji valid by [Emoji]
    /// @param reacted whether the reaction shall be there
    record React(Actor author, String message, String emoji, boolean reacted, Recollection recollection)
            implements Change {

        public React(Actor author, String message, String emoji, boolean reacted) {
            this(author, message, emoji, reacted, Recollection.NONE);
        }

        @Override
        public React recalled(Recollection found) {
            return new React(author, message, emoji, reacted, found);
        }
    }
}
