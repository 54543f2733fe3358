package dev.atrium.room.checkpoint;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.MessageReader;
import dev.atrium.room.tinybase.StoredLeaf;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Cells and values of documents as rows of the table `document_leaf`. A row is replaced by a newer one only, so that
/// the order of writing does not matter: by the rule of [dev.atrium.room.tinybase.Document], where of two without a
/// time the later event's is the newer.
final class LeafRows {

    static final String WRITE = "insert into document_leaf (tenant, room, path, json, time, sequence)"
            + " select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[])"
            + " on conflict (room, path) do update"
            + " set json = excluded.json, time = excluded.time, sequence = excluded.sequence"
            + " where excluded.time > document_leaf.time or (excluded.time = '' and document_leaf.time = ''"
            + " and excluded.sequence > document_leaf.sequence)";
    static final String MARK = "update room set has_document = true where id = any($1) and not has_document";
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

    /// Sorted, so that two nodes that write the same rows lock them in the same order.
    private final Map<Place, Written> rows = new TreeMap<>();

    /// @param event in the order of the log
    /// @param changes what it holds
    void add(DocumentChanged event, Changes changes) {
        StoredLeaf.of(changes)
                .forEach(leaf -> rows.merge(
                        new Place(event.room(), leaf.path()), new Written(leaf, event.sequence()), Written::newer));
    }

    static Changes changes(DocumentChanged event) {
        return MessageReader.changes(event.changes())
                .orElseThrow(() -> new IllegalStateException(
                        "event " + event.sequence() + " of room " + event.room() + " holds no changes"));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// The rooms that have any.
    UUID[] rooms() {
        return rows.keySet().stream()
                .map(Place::room)
                .distinct()
                .map(UUID::fromString)
                .toArray(UUID[]::new);
    }

    Tuple parameters(TenantId tenant) {
        List<UUID> rooms = new ArrayList<>(rows.size());
        List<String> paths = new ArrayList<>(rows.size());
        List<@Nullable String> json = new ArrayList<>(rows.size());
        List<String> times = new ArrayList<>(rows.size());
        List<Long> sequences = new ArrayList<>(rows.size());
        rows.forEach((place, written) -> {
            rooms.add(UUID.fromString(place.room()));
            paths.add(place.path());
            json.add(written.leaf().json());
            times.add(written.leaf().time());
            sequences.add(written.sequence());
        });
        return Tuple.tuple(List.of(
                tenant.value(),
                rooms.toArray(UUID[]::new),
                paths.toArray(String[]::new),
                json.toArray(String[]::new),
                times.toArray(String[]::new),
                sequences.toArray(Long[]::new)));
    }

    static StoredLeaf leaf(Row row) {
        return new StoredLeaf(row.getString("path"), row.getString("json"), row.getString("time"));
    }
}
