package dev.atrium.room.checkpoint;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.ObjectChange;
import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.SchemaChanged;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.operation.ObjectSet;
import dev.atrium.room.operation.RoomObject;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@ComponentTest
final class ObjectCheckpointTest {

    /// Only the ids of the last day are loaded.
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Inject
    Checkpoint checkpoint;

    @Inject
    RoomStore rooms;

    @Inject
    ObjectStore objects;

    @Inject
    Pool pool;

    private final RoomKey room =
            new RoomKey(new TenantId(Api.newTenant()), Ids.next().toString());
    private final Random random = new Random(7);

    @Test
    void objectsAreStoredAsTheyAreNowHoweverOftenTheirPastIsWritten() {
        List<RoomEvent> events = history(60);
        write(events.subList(0, 30));
        write(events.subList(20, 50));
        write(events.subList(10, 40));
        write(events);
        write(events.subList(1, 20));

        RoomSnapshot snapshot = get(rooms.load(room)).orElseThrow();

        ObjectSet loaded = new ObjectSet();
        loaded.load(snapshot.objects().objects());
        assertEquals(fold(events, 61).changedAfter(0), loaded.changedAfter(0));
        assertEquals(61, snapshot.sequence());
    }

    @Test
    void anyTimeIsTheFoldOfWhatHappenedUpToThen() {
        List<RoomEvent> events = history(80);
        write(events);
        write(events.subList(30, 60));

        for (int at = 1; at <= events.size(); at++) {
            List<RoomObject> expected = fold(events, at).list("", "").toList();
            assertEquals(expected, get(objects.at(room, "", "", at, 100)).objects(), "at " + at);
            for (RoomObject object : expected) {
                assertEquals(List.of(object), get(objects.at(room, object.path(), at)));
            }
        }
        assertEquals(2, get(objects.at(room, "", "", 81, 2)).objects().size());
        assertEquals(
                fold(events, 81).list("o/1", "").toList(),
                get(objects.at(room, "o/1", "", 81, 100)).objects());
        assertEquals(
                fold(events, 81).list("", "o/2").toList(),
                get(objects.at(room, "", "o/2", 81, 100)).objects());
    }

    @Test
    void whatARoomTakesInMemoryIsKnownBeforeItIsRead() {
        write(List.of(created(), put(2, "a", "\"" + "x".repeat(10_000) + "\""), put(3, "b", "1"), removed(4, "b")));
        List<Long> asked = new ArrayList<>();

        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> rooms.load(room, bytes -> {
                            asked.add(bytes);
                            return false;
                        })
                        .subscribeAsCompletionStage()
                        .join());

        assertInstanceOf(TooLargeToLoadException.class, refused.getCause());
        ObjectSet loaded = new ObjectSet();
        loaded.load(get(rooms.load(room)).orElseThrow().objects().objects());
        // Those that were removed, and are remembered, cost a little.
        assertEquals(List.of(loaded.sizeBytes() - 200), asked);
    }

    @Test
    void aHistoryTellsWhoWroteWhatAndWhen() {
        write(List.of(created(), put(2, "a", "1"), put(3, "a", "2"), put(4, "b", "3"), removed(5, "a")));

        List<RoomObject> history = get(objects.history(room, "a", Long.MAX_VALUE, 10));

        assertEquals(
                List.of(
                        new RoomObject("a", null, 5, BOB, now.plusSeconds(5)),
                        new RoomObject("a", "2", 3, ADA, now.plusSeconds(3)),
                        new RoomObject("a", "1", 2, ADA, now.plusSeconds(2))),
                history);
        assertEquals(history.subList(1, 2), get(objects.history(room, "a", 5, 1)));
    }

    @Test
    void whatIsStoredOfOperationsIsFoundByTheirIds() {
        write(List.of(created(), put(2, "a", "1"), put(3, "a", "2")));

        assertEquals(OptionalLong.of(2), get(objects.applied(room, ADA.subject(), "o-2")));
        assertEquals(OptionalLong.empty(), get(objects.applied(room, ADA.subject(), "o-4")));
        assertEquals(OptionalLong.empty(), get(objects.applied(room, BOB.subject(), "o-2")));
        assertEquals(2, get(rooms.ids(room, 3)).operations().hashes().size());
    }

    @Test
    void theNewestSchemasAreLoaded() {
        ObjectSchema schema = new ObjectSchema("a/*", "{\"x\":\"\\u0000\"}", "merge");
        List<RoomEvent> events =
                List.of(created(), schema(2, "one", schema), schema(3, "two", schema), schema(4, "two", null));
        write(events);
        write(events.subList(1, 3));

        assertEquals(
                Map.of("one", schema),
                get(rooms.load(room)).orElseThrow().objects().objects().schemas());
    }

    @Test
    void aTenantSeesItsOwnObjectsOnly() {
        write(List.of(created(), put(2, "a", "1"), schema(3, "one", new ObjectSchema("a", null, "merge"))));
        RoomKey seenByOther = new RoomKey(new TenantId(Api.newTenant()), room.room());

        assertEquals(List.of(), get(objects.at(seenByOther, "a", 10)));
        assertEquals(List.of(), get(objects.at(seenByOther, "", "", 10, 10)).objects());
        assertEquals(List.of(), get(objects.history(seenByOther, "a", 10, 10)));
        assertEquals(OptionalLong.empty(), get(objects.applied(seenByOther, ADA.subject(), "o-2")));
        for (String table : List.of("object", "object_version", "object_schema", "operation")) {
            long seen = get(pool.query("select count(*) from " + table)
                    .execute()
                    .map(rows -> rows.iterator().next().getLong(0)));
            assertEquals(0, seen, table);
        }
    }

    /// Paths that were used once cost a look each; a page ends where too many were looked at, and says so.
    @Test
    void aPageOfThePastLooksAtSoManyPathsOnly() {
        List<RoomEvent> events = new ArrayList<>(List.of(created()));
        for (int i = 0; i < ObjectStore.SCANNED_MAX / 40; i++) {
            List<ObjectChange> changes = new ArrayList<>();
            for (int j = 0; j < 40; j++) {
                changes.add(new ObjectChange("p/%05d".formatted(40 * i + j), "1", 0));
            }
            events.add(new OperationsApplied(room.tenant(), room.room(), i + 2L, now, ADA, null, changes));
        }
        long last = events.size() + 1L;
        events.add(put(last, "q", "1"));
        write(events);

        ObjectStore.Past early = get(objects.at(room, "", "", 1, 10));
        assertEquals(List.of(), early.objects());
        assertEquals("p/%05d".formatted(ObjectStore.SCANNED_MAX - 1), early.scannedTo());
        ObjectStore.Past rest = get(objects.at(room, "", String.valueOf(early.scannedTo()), last, 10));
        assertEquals(List.of("q"), rest.objects().stream().map(RoomObject::path).toList());
        assertNull(rest.scannedTo());
    }

    private List<RoomEvent> history(int count) {
        List<RoomEvent> events = new ArrayList<>(List.of(created()));
        for (int i = 0; i < count; i++) {
            long sequence = i + 2L;
            String path = "o/" + random.nextInt(12);
            events.add(random.nextInt(3) == 0 ? removed(sequence, path) : put(sequence, path, "\"" + i + "\\u0000\""));
        }
        return events;
    }

    private static ObjectSet fold(List<RoomEvent> events, long at) {
        ObjectSet objects = new ObjectSet();
        events.stream()
                .filter(event -> event.sequence() <= at)
                .sorted(Comparator.comparingLong(RoomEvent::sequence))
                .filter(ObjectEvent.class::isInstance)
                .forEach(event -> objects.apply((ObjectEvent) event));
        return objects;
    }

    private RoomCreated created() {
        return new RoomCreated(room.tenant(), room.room(), 1, now, "Canvas", Kind.CANVAS, Visibility.PRIVATE, ADA);
    }

    private RoomEvent put(long sequence, String path, String json) {
        return new OperationsApplied(
                room.tenant(),
                room.room(),
                sequence,
                now.plusSeconds(sequence),
                ADA,
                "o-" + sequence,
                List.of(new ObjectChange(path, json, 0)));
    }

    private RoomEvent removed(long sequence, String path) {
        return new OperationsApplied(
                room.tenant(),
                room.room(),
                sequence,
                now.plusSeconds(sequence),
                BOB,
                null,
                List.of(new ObjectChange(path, null, 1)));
    }

    private RoomEvent schema(long sequence, String name, @Nullable ObjectSchema schema) {
        return new SchemaChanged(room.tenant(), room.room(), sequence, now, ADA, name, schema);
    }

    private void write(List<RoomEvent> events) {
        checkpoint.write(events).await().atMost(Patience.USUAL);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Patience.USUAL);
    }
}
