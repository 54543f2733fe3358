package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.Checkpoint.array;
import static dev.atrium.room.checkpoint.Checkpoint.execute;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.room.chat.Draft;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Drafts of one tenant's people as rows of the table `draft`, each replaced by a newer one only.
final class DraftRows {

    /// Rows of one person in a room, those of ended drafts included.
    private static final int ROWS_MAX = 100;

    private static final String WRITE = "insert into draft (tenant, room, subject, key, content, saved_at, sequence)"
            + " select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],"
            + " $7::bigint[]) on conflict (room, subject, key) do update set content = excluded.content,"
            + " saved_at = excluded.saved_at, sequence = excluded.sequence where draft.sequence < excluded.sequence";
    private static final String TRIM = "delete from draft using (select room, subject, key,"
            + " row_number() over newest as place, count(*) filter (where content <> '') over newest as kept"
            + " from draft where (room, subject) in (select * from unnest($1::uuid[], $2::text[]))"
            + " window newest as (partition by room, subject order by sequence desc)) as ranked"
            + " where draft.room = ranked.room and draft.subject = ranked.subject and draft.key = ranked.key"
            + " and (ranked.place > " + ROWS_MAX + " or (draft.content <> '' and ranked.kept > " + Draft.MAX + "))";
    static final String READ = "select key, content, saved_at, sequence from draft where room = $1 and subject = $2"
            + " and content <> ''";

    private record Place(String room, String subject, String key) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::room)
                    .thenComparing(Place::subject)
                    .thenComparing(Place::key)
                    .compare(this, other);
        }
    }

    private final TenantId tenant;
    /// Sorted, so that two nodes that write the same rows lock them in the same order.
    private final Map<Place, Draft> rows = new TreeMap<>();

    DraftRows(TenantId tenant) {
        this.tenant = tenant;
    }

    /// @param event in the order of the log
    void add(DraftSaved event) {
        rows.put(
                new Place(event.room(), event.subject(), event.key()),
                new Draft(event.key(), event.content(), event.at(), event.sequence()));
    }

    /// A draft may end with a message.
    ///
    /// @param event in the order of the log
    void add(MessagePosted event) {
        String key = event.draft();
        if (key != null) {
            rows.put(
                    new Place(event.room(), event.sender().subject(), key),
                    new Draft(key, "", event.at(), event.sequence()));
        }
    }

    /// The statements, in order; none if there is nothing to write.
    List<Uni<Void>> write(SqlConnection connection) {
        return rows.isEmpty()
                ? List.of()
                : List.of(
                        execute(connection, WRITE, parameters()),
                        execute(connection, TRIM, Tuple.of(rooms(), subjects())));
    }

    static Draft draft(Row row) {
        return new Draft(
                row.getString("key"),
                row.getString("content"),
                row.getOffsetDateTime("saved_at").toInstant(),
                row.getLong("sequence"));
    }

    private Tuple parameters() {
        return Tuple.tuple(List.of(
                tenant.value(),
                rooms(),
                subjects(),
                array(rows.keySet(), Place::key, new String[0]),
                array(rows.values(), Draft::content, new String[0]),
                array(rows.values(), draft -> RoomRows.time(draft.savedAt()), new OffsetDateTime[0]),
                array(rows.values(), Draft::sequence, new Long[0])));
    }

    private UUID[] rooms() {
        return array(rows.keySet(), place -> UUID.fromString(place.room()), new UUID[0]);
    }

    private String[] subjects() {
        return array(rows.keySet(), Place::subject, new String[0]);
    }
}
