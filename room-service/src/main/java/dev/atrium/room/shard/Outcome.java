package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Decision;

/// What became of a command.
public sealed interface Outcome {

    /// It counts: this event was read back from the log.
    record Done(RoomEvent event) implements Outcome {}

    /// It was done before: this is the first message.
    record Repeated(RoomEvent.MessagePosted first) implements Outcome {}

    /// There was nothing new in it, so nothing had to be done.
    record Nothing() implements Outcome {}

    /// It was refused. After `unavailable` it may still come to count: to send it again with the same client's id is
    /// safe.
    record Refused(Decision.Refused reason) implements Outcome {}
}
