package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.web.Page;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.checkpoint.ObjectStore;
import dev.atrium.room.operation.ObjectView;
import dev.atrium.room.operation.Operation;
import dev.atrium.room.operation.RoomObject;
import dev.atrium.room.shard.Rooms;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A room's objects, as they are and as they were. What is now comes from memory, what was from the store.
@ApplicationScoped
final class ObjectReader {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Rooms rooms;
    private final RoomReader reader;
    private final ObjectStore store;

    ObjectReader(Rooms rooms, RoomReader reader, ObjectStore store) {
        this.rooms = rooms;
        this.reader = reader;
        this.store = store;
    }

    /// What memory says.
    ///
    /// @param answer null if the store must be asked
    /// @param isStored whether the store has what it must be asked for
    private record Known<T>(long sequence, @Nullable T answer, boolean isStored) {}

    /// The objects that are there, or were there at a sequence number.
    ///
    /// @param page behind a path
    /// @param at null for now
    Uni<ObjectPage> list(Caller caller, String id, String prefix, PageRequest page, @Nullable Long at) {
        RoomKey key = RoomReader.key(caller, id);
        String after = page.position() == null ? "" : page.position();
        Uni<Known<ObjectPage>> known = reader.look(caller, key, room -> {
            boolean isNow = checked(at, room.sequence()) == room.sequence();
            ObjectPage answer = isNow
                    ? ObjectPage.of(
                            room.objects()
                                    .list(prefix, after)
                                    .limit(page.limitPlusOne())
                                    .toList(),
                            page.limit(),
                            room.sequence())
                    : null;
            return new Known<>(at == null ? room.sequence() : at, answer, room.isStored(at == null ? 0 : at));
        });
        return known.flatMap(memory -> orStored(
                key,
                memory,
                () -> store.at(key, prefix, after, memory.sequence(), page.limitPlusOne())
                        .map(past -> ObjectPage.of(past, page.limit(), memory.sequence()))));
    }

    /// An object as it is, or was at a sequence number.
    ///
    /// @param at null for now
    Uni<ObjectView> object(Caller caller, String id, String path, @Nullable Long at) {
        RoomKey key = RoomReader.key(caller, id);
        Uni<Known<List<RoomObject>>> known = reader.look(caller, key, room -> {
            boolean isNow = checked(at, room.sequence()) == room.sequence();
            List<RoomObject> answer = isNow ? room.objects().find(path).stream().toList() : null;
            return new Known<>(at == null ? room.sequence() : at, answer, room.isStored(at == null ? 0 : at));
        });
        return known.flatMap(memory -> orStored(key, memory, () -> store.at(key, path, memory.sequence())))
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
                reader.look(caller, key, room -> new Known<>(room.sequence(), null, room.isStored(room.sequence())));
        return known.flatMap(memory -> orStored(
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

    private <T> Uni<T> orStored(RoomKey key, Known<T> memory, Supplier<Uni<T>> stored) {
        T answer = memory.answer();
        if (answer != null) {
            return Uni.createFrom().item(answer);
        }
        Uni<Void> ready = memory.isStored() ? Uni.createFrom().voidItem() : stored(key);
        return RoomReader.orUnavailable(ready.flatMap(_ -> stored.get()));
    }

    /// What counts by now is on its way into the store, within some 50 ms.
    private Uni<Void> stored(RoomKey key) {
        return Uni.createFrom()
                .<Void>emitter(emitter -> rooms.whenStored(key, () -> emitter.complete(null)))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    private static long checked(@Nullable Long at, long sequence) {
        return at == null ? sequence : PastReader.happened(at, sequence);
    }
}
