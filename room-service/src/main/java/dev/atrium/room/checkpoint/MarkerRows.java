package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.Checkpoint.array;
import static dev.atrium.room.checkpoint.Checkpoint.execute;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.room.chat.Marker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Read markers of one tenant's people as rows of the table `marker`, which only go forward.
final class MarkerRows {

    private static final String WRITE = "insert into marker (tenant, room, subject, read_up_to, sequence)"
            + " select $1, * from unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[])"
            + " on conflict (room, subject) do update"
            + " set read_up_to = greatest(marker.read_up_to, excluded.read_up_to), sequence = excluded.sequence"
            + " where marker.sequence < excluded.sequence";
    static final String READ =
            "select subject, read_up_to from marker where room = $1 order by sequence desc limit " + Marker.KEPT;

    private record Place(String room, String subject) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::room)
                    .thenComparing(Place::subject)
                    .compare(this, other);
        }
    }

    private record Moved(long readUpTo, long sequence) {

        Moved further(Moved later) {
            return new Moved(Math.max(readUpTo, later.readUpTo), later.sequence);
        }
    }

    private final TenantId tenant;
    /// Sorted, so that two nodes that write the same rows lock them in the same order.
    private final Map<Place, Moved> rows = new TreeMap<>();

    MarkerRows(TenantId tenant) {
        this.tenant = tenant;
    }

    /// @param event in the order of the log
    void add(MarkersMoved event) {
        event.readUpTo()
                .forEach((subject, readUpTo) -> rows.merge(
                        new Place(event.room(), subject), new Moved(readUpTo, event.sequence()), Moved::further));
    }

    /// The statements, in order; none if there is nothing to write.
    List<Uni<Void>> write(SqlConnection connection) {
        return rows.isEmpty() ? List.of() : List.of(execute(connection, WRITE, parameters()));
    }

    private Tuple parameters() {
        return Tuple.tuple(List.of(
                tenant.value(),
                array(rows.keySet(), place -> UUID.fromString(place.room()), new UUID[0]),
                array(rows.keySet(), Place::subject, new String[0]),
                array(rows.values(), Moved::readUpTo, new Long[0]),
                array(rows.values(), Moved::sequence, new Long[0])));
    }

    static Marker marker(Row row) {
        return new Marker(row.getString("subject"), row.getLong("read_up_to"));
    }
}
