package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.room.chat.Answered;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import org.jspecify.annotations.Nullable;

/// What the shell must do for a [Shard], in the order given.
sealed interface Output {

    /// Send this to the log, after all that was sent before; report a failure with the attempt.
    record Produce(
            RoomLogEntry entry, String attempt, @Nullable String traceparent) implements Output {}

    /// Read this room from the store.
    record Load(RoomKey room) implements Output {}

    /// Read the client ids of a room from the store, up to this sequence number: there is time for that.
    /// Until they are here, it is asked for single ones.
    record LoadIds(RoomKey room, long upTo) implements Output {}

    /// Ask the store for the message in question.
    record Ask(Decision.Question question) implements Output {}

    record Answer(Reply to, Outcome outcome) implements Output {}

    record Enter(Visit visit, Room room) implements Output {}

    record Refuse(Visit visit, Decision.Refused reason) implements Output {}

    /// An event counts: tell the listeners.
    ///
    /// @param answered what a message answers; null if it answers nothing, or that is not known
    record Publish(RoomEvent event, @Nullable Answered answered) implements Output {}

    /// Something that counts happened to a message: tell the listeners.
    ///
    /// @param message as it is now
    /// @param answered as in [Publish]
    record PublishChange(Message message, @Nullable Answered answered) implements Output {}

    /// A change of access counts: tell the listeners, and send those away who may not be there any more.
    ///
    /// @param room as it is now
    record PublishAccess(RoomEvent.AccessChange change, Room room) implements Output {}

    /// A change of access counts in a room that is not in memory: tell those who are elsewhere.
    record TellAccess(RoomEvent.AccessChange change) implements Output {}

    /// Something happened that cannot be told: the room's listeners must come back and resume.
    record Scatter(RoomKey room) implements Output {}

    /// The shard can be written to.
    record Opened(long epoch) implements Output {}

    /// The shard cannot be written to: call [Shard#retry] in a while.
    record Interrupted(String reason) implements Output {}

    /// This node cannot be the shard's owner: give it up.
    record Halted(String reason) implements Output {}

    /// Something is wrong that a human must look at.
    record Broken(String what) implements Output {}
}
