package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a room's events come to, read from the beginning.
public final class Fold {

    private Fold() {}

    /// The messages, ascending, with what is left of the answers to each.
    public static List<Message> withReplies(Collection<RoomEvent> events) {
        List<Message> messages = of(events);
        return messages.stream()
                .map(message -> message.with(replies(messages, message.id(), Long.MAX_VALUE)))
                .toList();
    }

    /// The messages, ascending, as the store tells them.
    ///
    /// @param answersUpTo answers up to this sequence number are counted
    public static List<Message> asStored(Collection<RoomEvent> events, long answersUpTo) {
        List<Message> messages = of(events);
        return messages.stream()
                .map(message -> message.with(
                        Objects.requireNonNullElse(replies(messages, message.id(), answersUpTo), Replies.NONE)))
                .toList();
    }

    /// What is left of the answers to a message up to a sequence number; null if there never were any.
    private static @Nullable Replies replies(List<Message> messages, String id, long upTo) {
        List<Message> answers = messages.stream()
                .filter(message -> id.equals(message.posted().replyTo()) && message.sequence() <= upTo)
                .toList();
        List<Message> left = answers.stream()
                .filter(answer -> !answer.deleted() && !answer.hidden())
                .toList();
        if (answers.isEmpty()) {
            return null;
        }
        return left.isEmpty()
                ? Replies.NONE
                : new Replies(left.size(), left.getLast().posted().at());
    }

    /// The messages, ascending, without the answers to them.
    public static List<Message> of(Collection<RoomEvent> events) {
        Map<String, Message> messages = new LinkedHashMap<>();
        for (RoomEvent event : events) {
            if (event instanceof MessagePosted posted) {
                messages.put(posted.message(), Message.of(posted));
            } else if (event instanceof MessageChange change) {
                messages.computeIfPresent(change.message(), (_, message) -> message.apply(change));
            }
        }
        return List.copyOf(messages.values());
    }
}
