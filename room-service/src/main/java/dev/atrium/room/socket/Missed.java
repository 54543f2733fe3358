package dev.atrium.room.socket;

import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.Span;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.operation.ObjectView;
import dev.atrium.room.operation.RoomObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far a client that resumes has got what it missed (RM-7): first the messages that are new to it, as
/// they are now, then those that it knows and to which something happened, then the objects that changed.
///
/// @param after what the client had
/// @param start the room's last sequence number when the client came
/// @param posted up to which sequence number it has the messages
/// @param changed up to which it has what happened to messages
/// @param operated up to which it has what happened to objects
record Missed(long after, long start, long posted, long changed, long operated) {

    /// A piece ends with the object that makes it longer than this.
    private static final int OBJECTS_TEXT = 128 << 10;

    /// @param hasMore whether this is not the last piece
    record Piece(List<ServerFrame> frames, boolean hasMore, Missed rest) {

        Piece {
            frames = List.copyOf(frames);
        }
    }

    static Missed after(long after, long start) {
        return new Missed(after, start, after, after, after);
    }

    /// The next piece; empty if memory does not have it any more.
    Optional<Piece> next(Room room, int limit) {
        if (!room.remembers(posted, changed) || operated < room.objects().floor()) {
            return Optional.empty();
        }
        Excerpt.Messages found = room.excerpt(new Span.After(posted, limit)).with(List.of());
        List<Message> messages = found.messages();
        List<ServerFrame> frames = messages.stream()
                .<ServerFrame>map(message -> ServerFrame.Message.of(message, room))
                .toList();
        Missed rest = messages.isEmpty()
                ? this
                : new Missed(after, start, messages.getLast().sequence(), changed, operated);
        // Where the new messages end here, there may still be changes of the others.
        return Optional.of(
                messages.isEmpty()
                        ? changes(room, limit)
                        : new Piece(frames, found.hasMore() || isChanged(room) || isOperated(room), rest));
    }

    private Piece changes(Room room, int limit) {
        List<Message> found = changed(room);
        if (found.isEmpty()) {
            return objects(room, limit);
        }
        List<Message> part = found.subList(0, Math.min(limit, found.size()));
        List<ServerFrame> frames = part.stream()
                .<ServerFrame>map(message -> ServerFrame.MessageChanged.of(message, room))
                .toList();
        Missed rest = new Missed(after, start, posted, part.getLast().version(), operated);
        return new Piece(frames, found.size() > part.size() || isOperated(room), rest);
    }

    /// One frame for each thing that happened to objects that are still like that.
    private Piece objects(Room room, int limit) {
        List<RoomObject> found = room.objects().changedAfter(operated);
        List<ServerFrame> frames = new ArrayList<>();
        int taken = 0;
        long text = 0;
        while (taken < found.size() && taken < limit && text < OBJECTS_TEXT) {
            long version = found.get(taken).version();
            List<RoomObject> together = found.stream()
                    .skip(taken)
                    .takeWhile(object -> object.version() == version)
                    .toList();
            frames.add(new ServerFrame.Operations(
                    version, together.stream().map(ObjectView::of).toList()));
            taken += together.size();
            text += together.stream().mapToLong(Missed::length).sum();
        }
        Missed rest = taken == 0
                ? this
                : new Missed(after, start, posted, changed, found.get(taken - 1).version());
        return new Piece(frames, found.size() > taken, rest);
    }

    private static long length(RoomObject object) {
        String json = object.json();
        return json == null ? 0 : json.length();
    }

    private boolean isOperated(Room room) {
        return !room.objects().changedAfter(operated).isEmpty();
    }

    private boolean isChanged(Room room) {
        return !changed(room).isEmpty();
    }

    /// A message that was sent as a new one was sent with all that had happened to it when the client came.
    private List<Message> changed(Room room) {
        return room.changedAfter(changed).stream()
                .filter(message -> message.sequence() <= after || message.version() > start)
                .toList();
    }
}
