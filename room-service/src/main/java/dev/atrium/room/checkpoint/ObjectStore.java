package dev.atrium.room.checkpoint;

import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.chat.Sent;
import dev.atrium.room.chat.SentIds;
import dev.atrium.room.operation.ObjectLimits;
import dev.atrium.room.operation.ObjectPath;
import dev.atrium.room.operation.RoomObject;
import dev.atrium.room.operation.StoredObjects;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is stored of rooms' objects, now and at any time before. Each read sees one tenant only; fails
/// when PostgreSQL does not answer within 5 seconds.
@ApplicationScoped
public final class ObjectStore {

    /// How many paths are looked at for one page: each costs one look into an index, also where nothing
    /// was then.
    public static final int SCANNED_MAX = 2_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// Most client ids that are loaded with a room.
    private static final int SENT_IDS_MAX = 100_000;

    private static final String APPLIED = "select min(sequence) as sequence from operation where room = $1"
            + " and sender_subject = $2 and client_id = $3";
    private static final String PRESENT =
            "select " + ObjectRows.COLUMNS + " from object where room = $1 and json is not null";
    private static final String REMOVED = "select " + ObjectRows.COLUMNS
            + " from object where room = $1 and json is null order by version desc limit $2";
    private static final String SCHEMAS =
            "select name, pattern, json, conflict from object_schema where room = $1 and pattern is not null";
    private static final String SENT_IDS = "select array_agg(hash) as hashes, min(created_at) as oldest from (select "
            + Sent.HASH_SQL + " as hash, created_at from operation where room = $1 and client_id is not null"
            + " and created_at >= $2 order by created_at desc limit $3) as newest";
    private static final String VERSION = "select v.path, v.json, v.version, o.sender_subject as by_subject,"
            + " o.sender_handle as by_handle, o.created_at as at from object_version v"
            + " join operation o on o.room = v.room and o.sequence = v.version";
    private static final String ONE_AT =
            VERSION + " where v.room = $1 and v.path = $2 and v.version <= $3 order by v.version desc limit 1";
    private static final String HISTORY =
            VERSION + " where v.room = $1 and v.path = $2 and v.version < $3 order by v.version desc limit $4";
    private static final String SCANNED = "with scanned as materialized (select path from object where room = $1"
            + " and path >= $2 and path > $3 and path <= $4 order by path limit " + SCANNED_MAX + ")";
    private static final String ALL_AT = SCANNED
            + " select past.*, o.sender_subject as by_subject, o.sender_handle as by_handle, o.created_at as at,"
            + " scan.count, scan.last from (select count(*) as count, max(path) as last from scanned) scan"
            + " left join (select newest.* from scanned cross join lateral (select room, path, json, version"
            + " from object_version v where v.room = $1 and v.path = scanned.path and v.version <= $5"
            + " order by v.version desc limit 1) newest where json is not null order by path limit $6) past on true"
            + " left join operation o on o.room = past.room and o.sequence = past.version order by past.path";

    private final Reads reads;

    ObjectStore(Pool pool) {
        this.reads = new Reads(pool, TIMEOUT);
    }

    /// Objects of a room as they were.
    ///
    /// @param objects by path; one more than the limit if there are more
    /// @param scannedTo where the look at paths ended early, so that there may be more behind; null if it
    ///     did not
    public record Past(List<RoomObject> objects, @Nullable String scannedTo) {

        public Past {
            objects = List.copyOf(objects);
        }
    }

    /// At which sequence number operations came to count that an author sent with its own id, if they are
    /// stored.
    public Uni<OptionalLong> applied(RoomKey key, String subject, String clientId) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, APPLIED, Tuple.of(key.uuid(), subject, clientId))
                        .map(found -> {
                            Long sequence = found.getFirst().getLong("sequence");
                            return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
                        }));
    }

    /// An object as it was at a sequence number; also if it was removed by then, but not if it was never
    /// there.
    public Uni<List<RoomObject>> at(RoomKey key, String path, long sequence) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, ONE_AT, Tuple.of(key.uuid(), path, sequence))
                        .map(ObjectStore::objects));
    }

    /// The objects that were there at a sequence number, by path.
    ///
    /// @param prefix of their paths
    /// @param after only paths behind this one
    public Uni<Past> at(RoomKey key, String prefix, String after, long sequence, int limit) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(
                                connection,
                                ALL_AT,
                                Tuple.of(key.uuid(), prefix, after, ObjectPath.end(prefix), sequence, limit))
                        .map(found -> {
                            Row scan = found.getFirst();
                            boolean early = scan.getLong("count") == SCANNED_MAX;
                            return new Past(
                                    objects(found.stream()
                                            .filter(row -> row.getString("path") != null)
                                            .toList()),
                                    early ? scan.getString("last") : null);
                        }));
    }

    /// What an object was, the newest first.
    ///
    /// @param below only versions below this one
    public Uni<List<RoomObject>> history(RoomKey key, String path, long below, int limit) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, HISTORY, Tuple.of(key.uuid(), path, below, limit))
                        .map(ObjectStore::objects));
    }

    /// A room's objects as they are now; what came with a later checkpoint than the room may be among them.
    static Uni<RoomSnapshot.Objects> load(SqlConnection connection, RoomKey key) {
        return Reads.rows(connection, PRESENT, Tuple.of(key.uuid()))
                .map(ObjectStore::objects)
                .flatMap(present -> Reads.rows(connection, REMOVED, Tuple.of(key.uuid(), ObjectLimits.REMOVED_KEPT + 1))
                        .map(ObjectStore::objects)
                        .map(removed -> joined(present, removed)))
                .flatMap(objects -> Reads.rows(connection, SCHEMAS, Tuple.of(key.uuid()))
                        .map(found -> new StoredObjects(objects.objects(), objects.floor(), schemas(found))))
                .map(objects -> new RoomSnapshot.Objects(true, objects));
    }

    /// @param removed the newest first, and one more than are kept if there are more
    private static StoredObjects joined(List<RoomObject> present, List<RoomObject> removed) {
        int kept = Math.min(removed.size(), ObjectLimits.REMOVED_KEPT);
        List<RoomObject> all = new ArrayList<>(present);
        all.addAll(removed.subList(0, kept).reversed());
        return new StoredObjects(all, removed.size() > kept ? removed.getLast().version() : 0, Map.of());
    }

    /// The client ids of operations of the last 24 hours, or the newest of them.
    static Uni<SentIds> ids(SqlConnection connection, RoomKey key, Instant now) {
        Instant since = now.minus(SentIds.REACH);
        return Reads.rows(connection, SENT_IDS, Tuple.of(key.uuid(), RoomRows.time(since), SENT_IDS_MAX))
                .map(List::getFirst)
                .map(row -> RoomRows.sentIds(row, since, now, SENT_IDS_MAX));
    }

    private static Map<String, ObjectSchema> schemas(List<Row> rows) {
        Map<String, ObjectSchema> schemas = new TreeMap<>();
        rows.forEach(row -> schemas.put(
                row.getString("name"),
                new ObjectSchema(row.getString("pattern"), row.getString("json"), row.getString("conflict"))));
        return schemas;
    }

    private static List<RoomObject> objects(List<Row> rows) {
        return rows.stream().map(ObjectRows::object).toList();
    }
}
