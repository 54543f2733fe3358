package dev.atrium.room.socket;

import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.personal.Person;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// How many sockets rooms have here and how much these say, both bounded (RM-9): a full room must
/// neither take the memory of its node nor keep its writer from the others. Thread-safe.
@ApplicationScoped
final class Seats {

    /// One of so many seats of a room is kept for those who may write there: who only reads finds the
    /// same at a relay.
    private static final int SEATS_PER_WRITER = 10;

    private final SocketConfig config;
    private final Map<Refused, Counter> refusals = new EnumMap<>(Refused.class);
    private final Map<Place, Row> rows = new HashMap<>();
    private int taken;

    /// Those who watch through this node are counted apart: when it becomes the owner of their room,
    /// they must not keep its own from their seats.
    private sealed interface Place {

        record InRoom(RoomKey room, boolean spectators) implements Place {}

        /// Somebody's own sockets, in no room.
        record Own(Person person) implements Place {}
    }

    /// Who wants a seat.
    enum Guest {
        /// May write in the room.
        WRITER,
        /// May only read there.
        READER,
        /// Watches the room through this node.
        SPECTATOR
    }

    /// What the sockets of one place have in common.
    private static final class Row {

        private final RateLimit frames;
        private int taken;

        private Row(RateLimit frames) {
            this.frames = frames;
        }
    }

    /// What becomes of who wants a seat.
    sealed interface Answer {

        record Taken(Seat seat) implements Answer {}

        /// @param limit that is reached: so many sockets
        record Full(Refused limit, int sockets) implements Answer {

            Problem problem() {
                String what = switch (limit) {
                    case ROOM_SOCKETS -> "This room";
                    case OWN_SOCKETS -> "A node, of one person,";
                    case NODE_SOCKETS, ROOM_FRAMES, SOCKET_FRAMES -> "The node that serves this";
                };
                return Problem.of(ProblemType.ROOM_FULL, what + " takes at most " + sockets + " such sockets.");
            }
        }
    }

    Seats(SocketConfig config, MeterRegistry registry) {
        this.config = config;
        for (Refused limit : Refused.values()) {
            refusals.put(
                    limit,
                    Counter.builder("atrium.room.sockets.refused")
                            .description("Sockets and frames of sockets that a limit did not let in")
                            .tag("limit", limit.slug())
                            .register(registry));
        }
    }

    /// Takes a seat in a room, if there is one for such a guest.
    synchronized Answer take(RoomKey room, Guest guest) {
        Place place = new Place.InRoom(room, guest == Guest.SPECTATOR);
        return take(place, guest == Guest.READER ? forReaders() : config.perRoom(), Refused.ROOM_SOCKETS);
    }

    /// Takes a seat for one of somebody's own sockets, if there is one.
    synchronized Answer takeOwn(Person person) {
        return take(new Place.Own(person), config.perPerson(), Refused.OWN_SOCKETS);
    }

    private Answer take(Place place, int limit, Refused reached) {
        if (taken >= config.perNode()) {
            return full(Refused.NODE_SOCKETS, config.perNode());
        }
        Row present = rows.get(place);
        if (present != null && present.taken >= limit) {
            return full(reached, limit);
        }
        Row row = present == null ? newRow() : present;
        rows.put(place, row);
        row.taken++;
        taken++;
        return new Answer.Taken(new Seat(() -> free(place, row)));
    }

    /// What limits the frames that all sockets with a seat in the room send.
    synchronized RateLimit frames(RoomKey room, boolean spectators) {
        Row row = rows.get(new Place.InRoom(room, spectators));
        return row == null ? newRow().frames : row.frames;
    }

    /// A frame is not taken.
    void refused(Refused limit) {
        Objects.requireNonNull(refusals.get(limit)).increment();
    }

    private int forReaders() {
        return config.perRoom() - config.perRoom() / SEATS_PER_WRITER;
    }

    private Row newRow() {
        return new Row(new RateLimit(config.roomFramesPerSecond(), System.nanoTime()));
    }

    private Answer full(Refused limit, int sockets) {
        refused(limit);
        return new Answer.Full(limit, sockets);
    }

    private synchronized void free(Place place, Row row) {
        taken--;
        row.taken--;
        if (row.taken == 0) {
            rows.remove(place, row);
        }
    }
}
