package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.roomlog.RoomEvent.MessageDeleted;
import dev.atrium.platform.roomlog.RoomEvent.MessageEdited;
import dev.atrium.platform.roomlog.RoomEvent.MessageHidden;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.MessageReacted;
import dev.atrium.platform.roomlog.RoomEvent.MessageShown;
import dev.atrium.platform.roomlog.RoomEvent.Original;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A message as it is now (RM-14).
///
/// @param posted as if it had been posted like this: with its present content, which is empty once it is deleted
/// @param version sequence number of the last thing that happened to it; its own if nothing did
/// @param editedAt null if it was never edited
/// @param hidden whether the moderation took it out of sight; what it says is kept, and shown by [MessageView#full]
/// only
/// @param edits the sender's own ids of its newest edits
/// @param reactions in the order in which they came
/// @param replies what is left of the answers to it; null if it has none, or they are not counted here
public record Message(
        MessagePosted posted,
        long version,
        @Nullable Instant editedAt,
        boolean deleted,
        boolean hidden,
        List<String> edits,
        List<Reaction> reactions,
        @Nullable Replies replies) {

    /// What an object costs beside its texts, roughly.
    private static final int OVERHEAD_BYTES = 350;

    private static final long REACTION_BYTES = 100;

    public Message {
        edits = List.copyOf(edits);
        reactions = List.copyOf(reactions);
    }

    /// A message to which nothing has happened yet.
    public static Message of(MessagePosted event) {
        MessagePosted posted = event.withoutDraft();
        return new Message(posted, posted.sequence(), null, false, false, List.of(), List.of(), null);
    }

    public String id() {
        return posted.message();
    }

    public long sequence() {
        return posted.sequence();
    }

    /// Whether something happened to it since it was posted.
    boolean changed() {
        return version > posted.sequence();
    }

    /// The message after something happened to it; the same if it includes that already.
    public Message apply(MessageChange change) {
        if (change.sequence() <= version || deleted) {
            return this;
        }
        return switch (change) {
            case MessageEdited edited ->
                new Message(
                        rewritten(edited.content(), edited.mentions()),
                        edited.sequence(),
                        edited.at(),
                        false,
                        hidden,
                        edited.clientIds(),
                        reactions,
                        replies);
            case MessageDeleted deletion ->
                new Message(emptied(), deletion.sequence(), editedAt, true, false, List.of(), List.of(), replies);
            case MessageReacted reacted ->
                new Message(
                        posted, reacted.sequence(), editedAt, false, hidden, edits, reactionsAfter(reacted), replies);
            case MessageHidden hiding ->
                new Message(posted, hiding.sequence(), editedAt, false, true, edits, reactions, replies);
            case MessageShown showing ->
                new Message(posted, showing.sequence(), editedAt, false, false, edits, reactions, replies);
        };
    }

    /// The same with what is left of the answers to it.
    public Message with(@Nullable Replies newReplies) {
        return new Message(posted, version, editedAt, deleted, hidden, edits, reactions, newReplies);
    }

    /// What an edit leaves as it is.
    Original original() {
        return new Original(posted.sequence(), posted.at(), posted.sender(), posted.attachment());
    }

    /// Roughly what it occupies in memory.
    public long sizeBytes() {
        return OVERHEAD_BYTES + 2L * posted.content().length() + REACTION_BYTES * reactions.size();
    }

    private List<Reaction> reactionsAfter(MessageReacted event) {
        Reaction reaction = new Reaction(event.emoji(), event.by().subject());
        Stream<Reaction> others = reactions.stream().filter(other -> !other.equals(reaction));
        if (!event.reacted()) {
            return others.toList();
        }
        return reactions.contains(reaction)
                ? reactions
                : Stream.concat(others, Stream.of(reaction)).toList();
    }

    private MessagePosted rewritten(String content, List<String> mentions) {
        return new MessagePosted(
                posted.tenant(),
                posted.room(),
                posted.sequence(),
                posted.at(),
                posted.message(),
                posted.sender(),
                content,
                posted.clientId(),
                posted.attachment(),
                posted.replyTo(),
                mentions);
    }

    private MessagePosted emptied() {
        return new MessagePosted(
                posted.tenant(),
                posted.room(),
                posted.sequence(),
                posted.at(),
                posted.message(),
                posted.sender(),
                "",
                posted.clientId(),
                null,
                posted.replyTo(),
                List.of());
    }
}
