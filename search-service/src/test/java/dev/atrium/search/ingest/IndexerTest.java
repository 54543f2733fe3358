package dev.atrium.search.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Readers;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a batch makes of rooms, and of long texts.
final class IndexerTest {

    private static final TenantId TENANT = new TenantId("acme");
    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final int MANY = 5_000;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Written index = new Written();
    private final Rooms rooms = new Rooms(List.of());
    private final Indexer indexer = new Indexer(index, rooms, InstantSource.system(), metrics);

    /// Keeps what is applied.
    private static final class Written implements SearchIndex, SearchIndex.Feed {

        private final List<Change> changes = new ArrayList<>();

        @Override
        public Feed feed() {
            return this;
        }

        @Override
        public Map<TopicPartition, Position> positions() {
            return Map.of();
        }

        @Override
        public void apply(List<Change> applied, Map<TopicPartition, Position> positions) {
            changes.addAll(applied);
        }

        @Override
        public int passages(Source source, int part) {
            return changes.stream()
                    .filter(change -> change instanceof Change.Put put
                            && put.source().key().equals(source.key())
                            && put.part() < part)
                    .mapToInt(put -> ((Change.Put) put).passages().size())
                    .sum();
        }

        @Override
        public Optional<SearchIndex.Awaiting> awaiting(String behind, int enough) {
            throw new UnsupportedOperationException("nothing is embedded here");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public Collection<Room> rooms() {
            return List.of();
        }

        @Override
        public View view() {
            throw new UnsupportedOperationException("nothing is searched here");
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }

    @BeforeEach
    void begin() throws IOException {
        indexer.positions();
    }

    @Test
    void manyWhoJoinAtOnceMakeOneDocumentOfTheRoom() throws IOException {
        List<Followed> batch = new ArrayList<>(List.of(created()));
        for (int i = 0; i < MANY; i++) {
            batch.add(joined(2 + i, "user:" + i));
        }

        indexer.apply(batch, Map.of());

        assertEquals(1, index.changes.size());
        assertEquals(MANY + 1, readers().members().size());
        assertEquals(MANY + 1, readers().upTo());
        assertEquals(List.of(new Change.Know(rooms.get("r").orElseThrow())), index.changes);
    }

    @Test
    void whoIsBannedIsSoBeforeAnythingElseOfTheBatchIsWritten() throws IOException {
        List<Followed> batch = new ArrayList<>(List.of(created()));
        batch.add(new Followed.InRoom(
                new RoomEvent.MessagePosted(TENANT, "r", 2, NOW, "m1", ADA, "a teapot", null, null)));
        batch.add(banned(3, "user:eve", NOW, null));

        indexer.apply(batch, Map.of());

        assertEquals(new Change.Know(rooms.get("r").orElseThrow()), index.changes.getFirst());
        assertEquals(Set.of("user:eve"), readers().bans().keySet());
    }

    /// At once for who looks for something, and behind all that was written of the room before.
    @Test
    void whatIsDeletedIsReadableByNobodyAndRemoved() throws IOException {
        indexer.apply(
                List.of(
                        created(),
                        joined(2, "user:bob"),
                        new Followed.InRoom(
                                new RoomEvent.MessagePosted(TENANT, "r", 3, NOW, "m1", ADA, "a teapot", null, null)),
                        new Followed.InRoom(new RoomEvent.RoomDeleted(TENANT, "r", 4, NOW, ADA))),
                Map.of());

        assertEquals(new Change.Know(rooms.get("r").orElseThrow()), index.changes.getFirst());
        assertEquals(Set.of(), readers().members());
        assertFalse(rooms.get("r").orElseThrow().open());
        assertEquals(new Change.Forget(TENANT, "r"), index.changes.getLast());

        indexer.apply(List.of(created(), joined(2, "user:bob")), Map.of());
        assertEquals(Set.of(), readers().members());
    }

    @Test
    void whatFilesOfADeletedRoomTellBehindItIsNotKept() throws IOException {
        indexer.apply(
                List.of(created(), new Followed.InRoom(new RoomEvent.RoomDeleted(TENANT, "r", 2, NOW, ADA))), Map.of());
        int before = index.changes.size();

        Event.FileInfo file = new Event.FileInfo("f1", "f1.txt", "text/plain", 1, "r", false, ADA, NOW);
        indexer.apply(
                List.of(new Followed.Elsewhere(
                        new CloudEvent("f1", "/test", NOW, null, new Event.FileText(TENANT, file, 0, 1, "a teapot")))),
                Map.of());

        assertTrue(index.changes.stream().skip(before).noneMatch(Change.Put.class::isInstance));
    }

    @Test
    void bansThatHaveEndedAreForgotten() throws IOException {
        Instant end = NOW.plus(Duration.ofHours(1));
        indexer.apply(List.of(created(), banned(2, "user:bob", NOW, end), banned(3, "user:eve", NOW, null)), Map.of());
        assertEquals(Set.of("user:bob", "user:eve"), readers().bans().keySet());

        indexer.apply(List.of(banned(4, "user:mallory", end, null)), Map.of());

        assertEquals(Set.of("user:eve", "user:mallory"), readers().bans().keySet());
    }

    @Test
    void whatIsReadAgainChangesNothing() throws IOException {
        List<Followed> batch = List.of(created(), joined(2, "user:bob"), banned(3, "user:bob", NOW, null));
        indexer.apply(batch, Map.of());
        Room once = rooms.get("r").orElseThrow();

        indexer.apply(batch.subList(0, 2), Map.of());

        assertEquals(once, rooms.get("r").orElseThrow());
        assertEquals(new Change.Know(once), index.changes.getLast());
    }

    /// Also where some of its parts came before.
    @Test
    void ofALongTextTheFirst200PassagesGetVectors() throws IOException {
        String part = "word ".repeat(9_000);

        indexer.apply(List.of(text("f1", 0, part), text("f1", 1, part), text("f2", 0, part)), Map.of());
        indexer.apply(List.of(text("f1", 2, part), text("f1", 3, part), text("f1", 4, "The end.")), Map.of());

        assertEquals(200, awaited("f1").stream().filter(has -> has).count());
        assertEquals(List.of(true, false), awaited("f1").stream().distinct().toList());
        assertEquals(List.of(true), awaited("f2").stream().distinct().toList());
        assertEquals(
                awaited("f1").size() + awaited("f2").size(),
                metrics.counter("atrium.search.passages.indexed").count());
        assertEquals(
                awaited("f1").size() - 200,
                metrics.counter("atrium.search.passages.without.vector").count());
    }

    /// Of each passage of a file, whether it is to get one.
    private List<Boolean> awaited(String file) {
        return index.changes.stream()
                .flatMap(change ->
                        change instanceof Change.Put put && put.source().id().equals(file)
                                ? put.passages().stream()
                                : Stream.empty())
                .map(Passage::awaited)
                .toList();
    }

    private static Followed text(String file, int part, String text) {
        Event.FileInfo info = new Event.FileInfo(file, file + ".txt", "text/plain", 1, null, false, ADA, NOW);
        Event event = new Event.FileText(TENANT, info, part, 5, text);
        return new Followed.Elsewhere(new CloudEvent(file + part, "/test", NOW, null, event));
    }

    private Readers readers() {
        return rooms.get("r").orElseThrow().readers();
    }

    private static Followed created() {
        return new Followed.InRoom(new RoomEvent.RoomCreated(
                TENANT, "r", 1, NOW, "Kitchen", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PRIVATE, ADA));
    }

    private static Followed joined(long sequence, String subject) {
        return new Followed.InRoom(new RoomEvent.MemberJoined(
                TENANT, "r", sequence, NOW, new Actor(subject, "someone"), RoomEvent.Role.EDITOR, "link", 1));
    }

    private static Followed banned(long sequence, String subject, Instant at, @Nullable Instant until) {
        return new Followed.InRoom(new RoomEvent.MemberBanned(TENANT, "r", sequence, at, ADA, subject, until, null));
    }
}
