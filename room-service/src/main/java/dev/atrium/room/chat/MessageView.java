package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message as clients see it.
///
/// @param sequence its number within the room; rises, not always by one
/// @param attachment absent for an ordinary message
/// @param clientId the sender's own id of the message; absent if it gave none
public record MessageView(
        String id,
        String roomId,
        long sequence,
        Actor sender,
        String content,
        RoomEvent.@Nullable Attachment attachment,
        @Nullable String clientId,
        Instant createdAt) {

    public static MessageView of(RoomEvent.MessagePosted message) {
        return new MessageView(
                message.message(),
                message.room(),
                message.sequence(),
                message.sender(),
                message.content(),
                message.attachment(),
                message.clientId(),
                message.at());
    }
}
