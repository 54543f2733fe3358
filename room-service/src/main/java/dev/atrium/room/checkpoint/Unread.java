package dev.atrium.room.checkpoint;

/// What somebody has not read of a room, as clients see it (RM-14).
///
/// @param unread how many messages of others there are behind the marker, deleted ones left out; counted up to 1,000
/// @param mentions how many of these name the person
/// @param lastSequence of the room
/// @param marker up to which sequence number the person has read; 0 for nowhere
public record Unread(String roomId, int unread, int mentions, long lastSequence, long marker) {

    /// The same in a room where more has happened.
    public Unread with(long newerSequence) {
        return new Unread(roomId, unread, mentions, Math.max(lastSequence, newerSequence), marker);
    }
}
