package dev.atrium.room.socket;

import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.fanout.FrameText;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.shard.Visit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/// How a client comes into a room: it is greeted, and gets what it missed in pieces, each after the one before has
/// left, or a snapshot if memory does not have all of that any more; with the last piece it joins the room's listeners,
/// in one step on the shard's event loop, so that nothing is
/// missing or doubled in between.
final class Arrival {

    /// Messages per piece of history.
    private static final int PIECE = 50;

    private final Connection connection;
    private final RoomKey key;
    private final Rooms rooms;
    private final RoomSocket socket;

    Arrival(Connection connection, RoomKey key, Rooms rooms, RoomSocket socket) {
        this.connection = connection;
        this.key = key;
        this.rooms = rooms;
        this.socket = socket;
    }

    /// @param after sequence number after which the client wants everything; empty if it wants only what is to come
    void begin(OptionalLong after) {
        look((room, present) -> greet(room, present, after));
    }

    private void greet(Room room, Fanout present, OptionalLong after) {
        long from = after.orElse(room.sequence());
        boolean complete = from <= room.sequence() && room.remembersAfter(from);
        Missed missed = Missed.after(complete ? from : room.sequence(), room.sequence());
        List<byte[]> greeting = new ArrayList<>();
        greeting.add(FrameText.of(socket.hello(room, complete)));
        // A relay asks for one when somebody who watches through it needs it.
        if (!complete && !socket.caller().may(RoomAccess.RELAY_SCOPE)) {
            greeting.add(present.whole(key, room, Snapshots::of));
        }
        goOn(room, present, missed, greeting);
    }

    /// On the shard's event loop: takes the next piece of what was missed, and joins with the last one.
    private void goOn(Room room, Fanout present, Missed missed, List<byte[]> before) {
        Optional<Missed.Piece> next = missed.next(room, PIECE);
        if (next.isEmpty()) {
            connection.loop().execute(() -> connection.close(CloseCode.SLOW));
            return;
        }
        Missed.Piece piece = next.get();
        List<byte[]> frames = new ArrayList<>(before);
        piece.frames().forEach(frame -> frames.add(FrameText.of(frame)));
        if (!piece.hasMore()) {
            frames.addAll(socket.join(room, present));
        }
        connection.loop().execute(() -> send(piece, frames));
    }

    private void send(Missed.Piece piece, List<byte[]> frames) {
        if (connection.isClosed()) {
            return;
        }
        Future<Void> written = frames.isEmpty() ? Future.succeededFuture() : connection.write(FrameText.join(frames));
        if (piece.hasMore()) {
            written.onSuccess(_ -> look((room, present) -> goOn(room, present, piece.rest(), List.of())));
        } else {
            socket.listen();
        }
    }

    /// Much may have happened since the handshake, and since the last piece.
    private void look(BiConsumer<Room, Fanout> step) {
        rooms.look(key, Visit.of((room, present) -> lookAround(room, present, step), _ -> connection.moved()));
    }

    private void lookAround(Room room, Fanout present, BiConsumer<Room, Fanout> step) {
        if (socket.enter(room)) {
            step.accept(room, present);
        } else {
            socket.expelled();
        }
    }
}
