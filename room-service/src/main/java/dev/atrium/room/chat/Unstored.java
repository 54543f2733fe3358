package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import java.util.List;
import java.util.Map;

/// What the store may not know yet of messages that are not among a room's newest.
///
/// @param messages as they are now, by their ids
/// @param changes of messages that are not in memory, by their ids, ascending
/// @param answers what is left of their answers among the newest messages, by their ids
public record Unstored(
        Map<String, Message> messages, Map<String, List<MessageChange>> changes, Map<String, Replies> answers) {

    static final Unstored NOTHING = new Unstored(Map.of(), Map.of());

    public Unstored {
        messages = Map.copyOf(messages);
        changes = Map.copyOf(changes);
        answers = Map.copyOf(answers);
    }

    Unstored(Map<String, Message> messages, Map<String, List<MessageChange>> changes) {
        this(messages, changes, Map.of());
    }

    Unstored with(Map<String, Replies> newestAnswers) {
        return new Unstored(messages, changes, newestAnswers);
    }

    /// The same with a message as it is now.
    Unstored with(Message message) {
        return new Unstored(Map.of(message.id(), message), Map.of(), answers);
    }

    /// A message that was read from the store at that time or later, as it is now.
    ///
    /// @param stored with what is left of its answers up to the newest messages, if that was counted
    Message over(Message stored) {
        Message newest = newest(stored);
        Replies older = stored.replies();
        if (older == null) {
            return newest;
        }
        Replies all = older.and(answers.getOrDefault(stored.id(), Replies.NONE));
        return newest.with(all.count() == 0 ? null : all);
    }

    private Message newest(Message stored) {
        Message known = messages.get(stored.id());
        Message newest = known != null && known.version() > stored.version() ? known : stored;
        for (MessageChange change : changes.getOrDefault(stored.id(), List.of())) {
            newest = newest.apply(change);
        }
        return newest;
    }
}
