package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.Checkpoint.array;
import static dev.atrium.room.checkpoint.Checkpoint.execute;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.MessageReader;
import dev.atrium.room.tinybase.StoredLeaf;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Cells and values of one tenant's documents as rows of the table `document_leaf`. A row is replaced by a newer one
/// only, so that the order of writing does not matter: by the rule of [dev.atrium.room.tinybase.Document], where of two
/// without a time the later event's is the newer.
final class LeafRows {

    private static final String WRITE = "insert into document_leaf (tenant, room, path, json, time, sequence)"
            + " select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[])"
            + " on conflict (room, path) do update"
            + " set json = excluded.json, time = excluded.time, sequence = excluded.sequence"
            + " where excluded.time > document_leaf.time or (excluded.time = '' and document_leaf.time = ''"
            + " and excluded.sequence > document_leaf.sequence)";

    /// What won, to be written before [#WRITE]. What is older than what is there lost, or is written again.
    private static final String VERSIONS = "insert into document_version (tenant, room, path, json, time, sequence)"
            + " select $1, won.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[])"
            + " as won (room, path, json, time, sequence) left join document_leaf leaf on leaf.room = won.room"
            + " and leaf.path = won.path where leaf.path is null or leaf.time <= won.time"
            + " on conflict (room, path, sequence) do nothing";

    private static final String MARK = "update room set has_document = true where id = any($1) and not has_document";
    static final String READ = "select path, json, time from document_leaf where room = $1";

    private record Place(String room, String path) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::room).thenComparing(Place::path).compare(this, other);
        }
    }

    private record Written(StoredLeaf leaf, long sequence) {

        /// @param later of a later event
        static Written newer(Written earlier, Written later) {
            int order = later.leaf.time().compareTo(earlier.leaf.time());
            boolean bothWithoutTime = order == 0 && later.leaf.time().isEmpty();
            return order > 0 || bothWithoutTime ? later : earlier;
        }
    }

    private final TenantId tenant;
    /// Sorted, so that two nodes that write the same rows lock them in the same order.
    private final Map<Place, Written> rows = new TreeMap<>();

    private record Version(Place place, Written written) {}

    /// All that won, in the order of the log.
    private final List<Version> versions = new ArrayList<>();

    LeafRows(TenantId tenant) {
        this.tenant = tenant;
    }

    /// @param event in the order of the log
    /// @param changes what it holds
    void add(DocumentChanged event, Changes changes) {
        for (StoredLeaf leaf : StoredLeaf.of(changes)) {
            Place place = new Place(event.room(), leaf.path());
            Written written = new Written(leaf, event.sequence());
            if (written.equals(rows.merge(place, written, Written::newer))) {
                versions.add(new Version(place, written));
            }
        }
    }

    static Changes changes(DocumentChanged event) {
        return MessageReader.changes(event.changes())
                .orElseThrow(() -> new IllegalStateException(
                        "event " + event.sequence() + " of room " + event.room() + " holds no changes"));
    }

    /// The statements, in order; none if there is nothing to write.
    List<Uni<Void>> write(SqlConnection connection) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Version> newest = rows.entrySet().stream()
                .map(row -> new Version(row.getKey(), row.getValue()))
                .toList();
        return List.of(
                execute(connection, VERSIONS, parameters(versions)),
                execute(connection, WRITE, parameters(newest)),
                execute(connection, MARK, Tuple.of(rooms())));
    }

    /// The rooms that have any.
    private UUID[] rooms() {
        return rows.keySet().stream()
                .map(Place::room)
                .distinct()
                .map(UUID::fromString)
                .toArray(UUID[]::new);
    }

    private Tuple parameters(List<Version> leaves) {
        return Tuple.tuple(List.of(
                tenant.value(),
                array(leaves, leaf -> UUID.fromString(leaf.place().room()), new UUID[0]),
                array(leaves, leaf -> leaf.place().path(), new String[0]),
                array(leaves, leaf -> leaf.written().leaf().json(), new String[0]),
                array(leaves, leaf -> leaf.written().leaf().time(), new String[0]),
                array(leaves, leaf -> leaf.written().sequence(), new Long[0])));
    }

    static StoredLeaf leaf(Row row) {
        return new StoredLeaf(row.getString("path"), row.getString("json"), row.getString("time"));
    }
}
