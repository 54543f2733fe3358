package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.Checkpoint.array;
import static dev.atrium.room.checkpoint.Checkpoint.execute;
import static dev.atrium.room.checkpoint.RoomRows.time;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.ObjectChange;
import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import dev.atrium.platform.roomlog.RoomEvent.SchemaChanged;
import dev.atrium.room.operation.RoomObject;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What happened to the objects of one tenant, as statements to be made after the rooms are there. An
/// object or a schema is replaced by a newer one only; everything else is inserted once.
final class ObjectRows {

    static final String COLUMNS = "path, json, version, by_subject, by_handle, at";

    private static final String OBJECTS = "insert into object (tenant, room, path, json, version, by_subject,"
            + " by_handle, at) select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[],"
            + " $6::text[], $7::text[], $8::timestamptz[]) on conflict (room, path) do update"
            + " set json = excluded.json, version = excluded.version, by_subject = excluded.by_subject,"
            + " by_handle = excluded.by_handle, at = excluded.at where object.version < excluded.version";
    private static final String VERSIONS = "insert into object_version (tenant, room, path, version, json, previous)"
            + " select $1, * from unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::bigint[])"
            + " on conflict (room, path, version) do nothing";
    private static final String OPERATIONS = "insert into operation (tenant, room, sequence, sender_subject,"
            + " sender_handle, client_id, created_at) select $1, * from unnest($2::uuid[], $3::bigint[], $4::text[],"
            + " $5::text[], $6::text[], $7::timestamptz[]) on conflict (room, sequence) do nothing";
    private static final String SCHEMAS = "insert into object_schema (tenant, room, name, pattern, json, conflict,"
            + " sequence) select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],"
            + " $7::bigint[]) on conflict (room, name) do update set pattern = excluded.pattern,"
            + " json = excluded.json, conflict = excluded.conflict, sequence = excluded.sequence"
            + " where object_schema.sequence < excluded.sequence";
    private static final String MARK = "update room set has_objects = true where id = any($1) and not has_objects";

    private record Version(OperationsApplied event, ObjectChange change) {

        UUID room() {
            return UUID.fromString(event.room());
        }
    }

    private final TenantId tenant;
    private final List<OperationsApplied> operations = new ArrayList<>();
    private final List<Version> versions = new ArrayList<>();
    /// Sorted, so that two nodes that write the same rows lock them in the same order.
    private final Map<String, Version> newest = new TreeMap<>();

    private final Map<String, SchemaChanged> schemas = new TreeMap<>();

    ObjectRows(TenantId tenant) {
        this.tenant = tenant;
    }

    /// The next event, in the order of the log.
    void add(ObjectEvent event) {
        switch (event) {
            case OperationsApplied applied -> {
                operations.add(applied);
                for (ObjectChange change : applied.changes()) {
                    Version version = new Version(applied, change);
                    versions.add(version);
                    newest.put(applied.room() + '/' + change.path(), version);
                }
            }
            case SchemaChanged changed -> schemas.put(changed.room() + '/' + changed.name(), changed);
        }
    }

    /// The statements, in order; none if nothing happened.
    List<Uni<Void>> write(SqlConnection connection) {
        List<Uni<Void>> statements = new ArrayList<>();
        if (!operations.isEmpty()) {
            statements.add(execute(connection, OPERATIONS, operations()));
            statements.add(execute(connection, VERSIONS, versions()));
            statements.add(execute(connection, OBJECTS, objects(newest.values())));
            statements.add(execute(connection, MARK, Tuple.of(rooms(operations, OperationsApplied::room))));
        }
        if (!schemas.isEmpty()) {
            statements.add(execute(connection, SCHEMAS, schemas(schemas.values())));
            statements.add(execute(connection, MARK, Tuple.of(rooms(schemas.values(), SchemaChanged::room))));
        }
        return statements;
    }

    static RoomObject object(Row row) {
        return new RoomObject(
                row.getString("path"),
                row.getString("json"),
                row.getLong("version"),
                new Actor(row.getString("by_subject"), row.getString("by_handle")),
                row.getOffsetDateTime("at").toInstant());
    }

    private Tuple objects(Collection<Version> newest) {
        return Tuple.tuple(List.of(
                tenant.value(),
                array(newest, Version::room, new UUID[0]),
                array(newest, version -> version.change().path(), new String[0]),
                array(newest, version -> version.change().json(), new String[0]),
                array(newest, version -> version.event().sequence(), new Long[0]),
                array(newest, version -> version.event().by().subject(), new String[0]),
                array(newest, version -> version.event().by().handle(), new String[0]),
                array(newest, version -> time(version.event().at()), new OffsetDateTime[0])));
    }

    private Tuple versions() {
        return Tuple.tuple(List.of(
                tenant.value(),
                array(versions, Version::room, new UUID[0]),
                array(versions, version -> version.change().path(), new String[0]),
                array(versions, version -> version.event().sequence(), new Long[0]),
                array(versions, version -> version.change().json(), new String[0]),
                array(versions, version -> version.change().previous(), new Long[0])));
    }

    private Tuple operations() {
        return Tuple.tuple(List.of(
                tenant.value(),
                array(operations, event -> UUID.fromString(event.room()), new UUID[0]),
                array(operations, OperationsApplied::sequence, new Long[0]),
                array(operations, event -> event.by().subject(), new String[0]),
                array(operations, event -> event.by().handle(), new String[0]),
                array(operations, OperationsApplied::clientId, new String[0]),
                array(operations, event -> time(event.at()), new OffsetDateTime[0])));
    }

    private Tuple schemas(Collection<SchemaChanged> changes) {
        return Tuple.tuple(List.of(
                tenant.value(),
                array(changes, change -> UUID.fromString(change.room()), new UUID[0]),
                array(changes, SchemaChanged::name, new String[0]),
                array(changes, change -> part(change, ObjectSchema::pattern), new String[0]),
                array(changes, change -> part(change, ObjectSchema::json), new String[0]),
                array(changes, change -> part(change, ObjectSchema::conflict), new String[0]),
                array(changes, SchemaChanged::sequence, new Long[0])));
    }

    private static @Nullable String part(SchemaChanged change, Function<ObjectSchema, @Nullable String> part) {
        ObjectSchema schema = change.schema();
        return schema == null ? null : part.apply(schema);
    }

    private static <T> UUID[] rooms(Collection<T> events, Function<T, String> room) {
        return events.stream()
                .map(room)
                .distinct()
                .sorted()
                .map(UUID::fromString)
                .toArray(UUID[]::new);
    }
}
