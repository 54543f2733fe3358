package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a room's events come to, read from the beginning.
public final class Fold {

    private Fold() {}

    /// The messages, ascending.
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
