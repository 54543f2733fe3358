package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import java.util.List;

/// A room as it was stored at some sequence number.
///
/// @param sequence of the last event that the snapshot includes
/// @param newest its newest messages, ascending
/// @param complete whether `newest` holds all messages that the room ever had
public record RoomSnapshot(RoomCreated created, long sequence, List<MessagePosted> newest, boolean complete) {

    public RoomSnapshot {
        newest = List.copyOf(newest);
    }
}
