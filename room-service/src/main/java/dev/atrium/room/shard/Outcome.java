package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Message;

/// What became of a command.
public sealed interface Outcome {

    /// It was not refused.
    sealed interface Accepted extends Outcome {}

    /// It counts: this event was read back from the log.
    record Done(RoomEvent event) implements Accepted {}

    /// It counts, and the message is now like this.
    ///
    /// @param sequence of the event that was read back
    record Changed(Message message, long sequence) implements Accepted {}

    /// It was done before, or is so already: this is the message as it is now.
    record Repeated(Message message) implements Accepted {}

    /// Operations with the same id were applied before, at this sequence number.
    record Applied(long sequence) implements Accepted {}

    /// There was nothing new in it, so nothing had to be done.
    record Nothing() implements Accepted {}

    /// It was refused. After `unavailable` it may still come to count: to send it again with the same client's id is
    /// safe.
    record Refused(Decision.Refused reason) implements Outcome {}
}
