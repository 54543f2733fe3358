package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import java.util.List;

/// A room as it was stored at some sequence number.
///
/// @param sequence of the last event that the snapshot includes
/// @param newest its newest messages, ascending
/// @param complete whether `newest` holds all messages that the room ever had
/// @param older ids of messages before `newest`
public record RoomSnapshot(
        RoomCreated created, long sequence, List<MessagePosted> newest, boolean complete, SentIds older) {

    public RoomSnapshot {
        newest = List.copyOf(newest);
    }

    /// The same with the ids of older messages.
    public RoomSnapshot with(SentIds ids) {
        return new RoomSnapshot(created, sequence, newest, complete, ids);
    }

    /// Up to which sequence number messages may be missing; 0 if none are.
    public long floor() {
        return complete || newest.isEmpty() ? 0 : newest.getFirst().sequence() - 1;
    }
}
