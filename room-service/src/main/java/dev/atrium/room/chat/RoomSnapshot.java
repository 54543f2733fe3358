package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.room.tinybase.StoredLeaf;
import java.util.List;

/// A room as it was stored at some sequence number.
///
/// @param sequence of the last event that the snapshot includes
/// @param newest its newest messages, ascending
/// @param complete whether `newest` holds all messages that the room ever had
/// @param older ids of messages before `newest`
/// @param document what is stored of its document, perhaps with later changes; empty if it has none
public record RoomSnapshot(
        RoomCreated created,
        long sequence,
        List<MessagePosted> newest,
        boolean complete,
        SentIds older,
        List<StoredLeaf> document) {

    /// A room without a document.
    public RoomSnapshot(
            RoomCreated created, long sequence, List<MessagePosted> newest, boolean complete, SentIds older) {
        this(created, sequence, newest, complete, older, List.of());
    }

    public RoomSnapshot {
        newest = List.copyOf(newest);
        document = List.copyOf(document);
    }

    /// The same with the ids of older messages.
    public RoomSnapshot with(SentIds ids) {
        return new RoomSnapshot(created, sequence, newest, complete, ids, document);
    }

    /// The same with a document.
    public RoomSnapshot with(List<StoredLeaf> leaves) {
        return new RoomSnapshot(created, sequence, newest, complete, older, leaves);
    }

    /// Up to which sequence number messages may be missing; 0 if none are.
    public long floor() {
        return complete || newest.isEmpty() ? 0 : newest.getFirst().sequence() - 1;
    }
}
