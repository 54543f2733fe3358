package dev.atrium.room.http.object;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.web.Page;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.checkpoint.ObjectStore;
import dev.atrium.room.http.PastReader;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.StoredReader;
import dev.atrium.room.http.StoredReader.Known;
import dev.atrium.room.operation.ObjectView;
import dev.atrium.room.operation.Operation;
import dev.atrium.room.operation.RoomObject;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A room's objects, as they are and as they were. What is now comes from memory, what was from the store.
@ApplicationScoped
final class ObjectReader {

    private final RoomReader reader;
    private final StoredReader stored;
    private final ObjectStore store;

    ObjectReader(RoomReader reader, StoredReader stored, ObjectStore store) {
        this.reader = reader;
        this.stored = stored;
        this.store = store;
    }

    /// The objects that are there, or were there at a sequence number.
    ///
    /// @param page behind a path
    /// @param at null for now
    Uni<ObjectPage> list(Caller caller, String id, String prefix, PageRequest page, @Nullable Long at) {
        RoomKey key = RoomReader.key(caller, id);
        String after = page.position() == null ? "" : page.position();
        Uni<Known<ObjectPage>> known = reader.look(
                caller,
                key,
                room -> known(
                        room,
                        at,
                        () -> ObjectPage.of(
                                room.objects()
                                        .list(prefix, after)
                                        .limit(page.limitPlusOne())
                                        .toList(),
                                page.limit(),
                                room.sequence())));
        long then = at == null ? 0 : at;
        return known.flatMap(memory -> stored.complete(
                key,
                memory,
                () -> store.at(key, prefix, after, then, page.limitPlusOne())
                        .map(past -> ObjectPage.of(past, page.limit(), then))));
    }

    /// An object as it is, or was at a sequence number.
    ///
    /// @param at null for now
    Uni<ObjectView> object(Caller caller, String id, String path, @Nullable Long at) {
        RoomKey key = RoomReader.key(caller, id);
        Uni<Known<List<RoomObject>>> known = reader.look(
                caller,
                key,
                room -> known(room, at, () -> room.objects().find(path).stream().toList()));
        long then = at == null ? 0 : at;
        return known.flatMap(memory -> stored.complete(key, memory, () -> store.at(key, path, then)))
                .map(found -> found.stream()
                        .filter(object -> !object.isRemoved())
                        .findFirst()
                        .map(ObjectView::of)
                        .orElseThrow(ProblemException::notFound));
    }

    /// What an object was, and who made it so; the newest first.
    ///
    /// @param below only versions below this one
    Uni<Page<ObjectView>> history(Caller caller, String id, String path, PageRequest page, long below) {
        RoomKey key = RoomReader.key(caller, id);
        Uni<Known<Page<ObjectView>>> known =
                reader.look(caller, key, room -> new Known<>(Optional.empty(), room.isStored(room.sequence())));
        return known.flatMap(memory -> stored.complete(
                key,
                memory,
                () -> store.history(key, path, below, page.limitPlusOne())
                        .map(found -> page.cut(
                                found.stream().map(ObjectView::of).toList(), view -> Long.toString(view.version())))));
    }

    /// The objects that operations were about, as they are now.
    Uni<List<ObjectView>> objects(Caller caller, RoomKey key, List<Operation> operations) {
        return reader.look(
                caller,
                key,
                room -> operations.stream()
                        .map(operation ->
                                ObjectView.of(operation.path(), room.objects().find(operation.path())))
                        .toList());
    }

    Uni<List<SchemaView>> schemas(Caller caller, String id) {
        return reader.look(
                caller,
                RoomReader.key(caller, id),
                room -> room.objects().schemas().entrySet().stream()
                        .map(entry -> SchemaView.of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    Uni<SchemaView> schema(Caller caller, String id, String name) {
        return reader.look(
                        caller,
                        RoomReader.key(caller, id),
                        room -> find(room.objects().schemas(), name))
                .map(found -> found.map(schema -> SchemaView.of(name, schema)).orElseThrow(ProblemException::notFound));
    }

    private static Optional<ObjectSchema> find(SortedMap<String, ObjectSchema> schemas, String name) {
        return Optional.ofNullable(schemas.get(name));
    }

    /// @param now what is there now
    private static <T> Known<T> known(Room room, @Nullable Long at, Supplier<T> now) {
        long sequence = room.sequence();
        if (at == null || PastReader.happened(at, sequence) == sequence) {
            return new Known<>(Optional.of(now.get()), true);
        }
        return new Known<>(Optional.empty(), room.isStored(at));
    }
}
