package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.room.access.StoredAccess;
import dev.atrium.room.operation.StoredObjects;
import dev.atrium.room.tinybase.StoredLeaf;
import java.util.List;

/// A room as it was stored at some sequence number.
///
/// @param sequence of the last event that the snapshot includes
/// @param newest its newest messages, ascending
/// @param complete whether `newest` holds all messages that the room ever had
/// @param changed messages before `newest` to which something happened
/// @param document what is stored of its document, perhaps with later changes; empty if it has none
/// @param objects what is stored of its objects, perhaps with later changes
/// @param markers of those who read on last, perhaps with later ones, the last at last
/// @param access who may do what in it, perhaps with later changes
public record RoomSnapshot(
        RoomCreated created,
        long sequence,
        List<Message> newest,
        boolean complete,
        Changed changed,
        List<StoredLeaf> document,
        Objects objects,
        List<Marker> markers,
        StoredAccess access) {

    /// What is stored of the room's objects.
    ///
    /// @param any whether anything ever happened to any
    public record Objects(boolean any, StoredObjects objects) {

        public static final Objects NONE = new Objects(false, StoredObjects.NONE);
    }

    /// Messages to which something happened.
    ///
    /// @param after of those to which something happened after this sequence number, all are here
    public record Changed(List<Message> messages, long after) {

        /// Nothing happened to any message.
        public static final Changed NONE = new Changed(List.of(), 0);

        public Changed {
            messages = List.copyOf(messages);
        }
    }

    public RoomSnapshot {
        newest = List.copyOf(newest);
        document = List.copyOf(document);
        markers = List.copyOf(markers);
    }

    /// Without anything older.
    public RoomSnapshot(RoomCreated created, long sequence, List<Message> newest, boolean complete) {
        this(
                created,
                sequence,
                newest,
                complete,
                Changed.NONE,
                List.of(),
                Objects.NONE,
                List.of(),
                StoredAccess.of(created));
    }

    /// The same with older messages to which something happened.
    public RoomSnapshot with(Changed older) {
        return new RoomSnapshot(created, sequence, newest, complete, older, document, objects, markers, access);
    }

    /// The same with a document.
    public RoomSnapshot with(List<StoredLeaf> leaves) {
        return new RoomSnapshot(created, sequence, newest, complete, changed, leaves, objects, markers, access);
    }

    /// The same with objects.
    public RoomSnapshot with(Objects stored) {
        return new RoomSnapshot(created, sequence, newest, complete, changed, document, stored, markers, access);
    }

    /// The same with the markers of people.
    public RoomSnapshot withMarkers(List<Marker> newestMarkers) {
        return new RoomSnapshot(created, sequence, newest, complete, changed, document, objects, newestMarkers, access);
    }

    /// The same with another access.
    public RoomSnapshot with(StoredAccess newAccess) {
        return new RoomSnapshot(created, sequence, newest, complete, changed, document, objects, markers, newAccess);
    }

    /// Up to which sequence number messages may be missing; 0 if none are.
    public long floor() {
        return complete || newest.isEmpty() ? 0 : newest.getFirst().sequence() - 1;
    }
}
