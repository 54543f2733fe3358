package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import java.util.List;
import java.util.Map;

/// What the store may not know yet of messages that are not among a room's newest.
///
/// @param messages as they are now, by their ids
/// @param changes of messages that are not in memory, by their ids, ascending
public record Unstored(Map<String, Message> messages, Map<String, List<MessageChange>> changes) {

    static final Unstored NOTHING = new Unstored(Map.of(), Map.of());

    public Unstored {
        messages = Map.copyOf(messages);
        changes = Map.copyOf(changes);
    }

    /// A message that was read from the store at that time or later, as it is now.
    Message over(Message stored) {
        Message known = messages.get(stored.id());
        Message newest = known != null && known.version() > stored.version() ? known : stored;
        for (MessageChange change : changes.getOrDefault(stored.id(), List.of())) {
            newest = newest.apply(change);
        }
        return newest;
    }
}
