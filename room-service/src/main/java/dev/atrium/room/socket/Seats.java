package dev.atrium.room.socket;

import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.RoomKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// How many sockets rooms have here and how much these say, both bounded (RM-9): a full room must neither take the
/// memory of its node nor keep its writer from the others. Thread-safe.
@ApplicationScoped
final class Seats {

    private final SocketConfig config;
    private final Map<Refused, Counter> refusals = new EnumMap<>(Refused.class);
    private final Map<Place, Row> rows = new HashMap<>();
    private int taken;

    /// Those who watch through this node are counted apart: when it becomes the owner of their room, they must not keep
    /// its own from their seats.
    private record Place(RoomKey room, boolean spectators) {}

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
                String what = limit == Refused.ROOM_SOCKETS ? "This room" : "The node that serves this room";
                return Problem.of(ProblemType.ROOM_FULL, what + " takes at most " + sockets + " sockets.");
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

    /// Takes a seat in a room, if there is one.
    ///
    /// @param spectator whether the seat is one of a relay
    synchronized Answer take(RoomKey room, boolean spectator) {
        if (taken >= config.perNode()) {
            return full(Refused.NODE_SOCKETS, config.perNode());
        }
        Place place = new Place(room, spectator);
        Row row = rows.computeIfAbsent(place, _ -> newRow());
        if (row.taken >= config.perRoom()) {
            return full(Refused.ROOM_SOCKETS, config.perRoom());
        }
        row.taken++;
        taken++;
        return new Answer.Taken(new Seat(() -> free(place, row)));
    }

    /// What limits the frames that all sockets with a seat in the room send.
    synchronized RateLimit frames(RoomKey room, boolean spectators) {
        Row row = rows.get(new Place(room, spectators));
        return row == null ? newRow().frames : row.frames;
    }

    /// A frame is not taken.
    void refused(Refused limit) {
        Objects.requireNonNull(refusals.get(limit)).increment();
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
