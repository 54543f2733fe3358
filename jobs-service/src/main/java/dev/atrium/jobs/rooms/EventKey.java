package dev.atrium.jobs.rooms;

import dev.atrium.platform.roomlog.RoomEvent;

/// Names an event of a room. Not by its number alone: a log that has lost its last records, as in a power cut, gives
/// their numbers to others.
public final class EventKey {

    private EventKey() {}

    /// The same for an event that is read again, and for no other.
    public static String of(RoomEvent event) {
        return event.room() + ":" + event.sequence() + ":" + event.at().toEpochMilli();
    }
}
