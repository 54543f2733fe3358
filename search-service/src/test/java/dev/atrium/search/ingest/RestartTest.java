package dev.atrium.search.ingest;

import static dev.atrium.platform.roomlog.RoomEvent.Visibility.PUBLIC;
import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Follower;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.TestStack;
import dev.atrium.platform.web.Ids;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.embed.Embedder;
import dev.atrium.search.embed.EmbeddingException;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.embed.Vector;
import dev.atrium.search.index.Grant;
import dev.atrium.search.index.Hit;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.lucene.LuceneIndex;
import dev.atrium.search.testing.Api;
import dev.atrium.search.testing.Sources;
import dev.atrium.search.testing.TestIndex;
import dev.atrium.search.testing.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An index of its own beside that of the service, on the same topics.
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "parts", value = "kafka"))
final class RestartTest {

    private static final TenantId TENANT = new TenantId("hooli");

    @Inject
    Topics topics;

    @Inject
    KafkaClients kafka;

    @TempDir
    Path directory;

    @Test
    void goesOnWhereItEnded() throws IOException {
        String room = topics.createRoom("hooli", "user:ada", PUBLIC);
        Set<String> keys = new HashSet<>();
        post(room, keys, 20);
        try (LuceneIndex index = TestIndex.at(directory.resolve("index"));
                Followers _ = follow(index)) {
            await().until(() -> find(index, room).equals(keys));
        }
        post(room, keys, 20);

        try (LuceneIndex index = TestIndex.at(directory.resolve("index"))) {
            TopicPartition shard =
                    new TopicPartition(Topic.ROOMS_LOG.topicName(), topics.log().shard(room));
            Position position = index.feed().positions().getOrDefault(shard, Position.START);
            assertTrue(position.offset() >= 17 && position.epoch() > 0 && position.next() >= 17, "" + position);
            try (Followers _ = follow(index)) {
                await().until(() -> find(index, room).equals(keys));
            }
        }
    }

    /// The copy of the directory is what kill -9 would leave, at a moment in the middle of indexing.
    @Test
    void afterACrashNothingIsLostOrDouble() throws IOException {
        String room = topics.createRoom("hooli", "user:ada", PUBLIC);
        Set<String> keys = new HashSet<>();
        Path crashed = directory.resolve("crashed");
        post(room, keys, 30);
        try (LuceneIndex index = TestIndex.neverCommitting(directory.resolve("index"))) {
            try (Followers _ = follow(index)) {
                await().until(() -> find(index, room).equals(keys));
            }
        }
        post(room, keys, 30);
        try (LuceneIndex index = TestIndex.neverCommitting(directory.resolve("index"));
                Followers _ = follow(index)) {
            await().until(() -> find(index, room).equals(keys));
            copy(directory.resolve("index"), crashed);
        }
        post(room, keys, 30);

        try (LuceneIndex index = TestIndex.at(crashed);
                Followers followers = follow(index);
                LuceneIndex anew = TestIndex.at(directory.resolve("anew"));
                Followers others = follow(anew)) {
            await().until(() -> followers.caughtUp()
                    && others.caughtUp()
                    && find(index, room).equals(keys));
            assertEquals(size(anew), size(index));
        }
    }

    @Test
    void aBrokenIndexIsReadAgainFromTheBeginning() throws IOException {
        String room = topics.createRoom("hooli", "user:ada", PUBLIC);
        Set<String> keys = new HashSet<>();
        post(room, keys, 10);
        Files.createDirectories(directory.resolve("index"));
        Files.writeString(directory.resolve("index/segments_1"), "this is not Lucene's");

        try (LuceneIndex index = TestIndex.at(directory.resolve("index"));
                Followers followers = follow(index)) {
            await().until(() -> find(index, room).equals(keys) && followers.caughtUp());
        }
        assertTrue(Files.exists(directory.resolve("index.broken/segments_1")));
    }

    @Test
    void whatWasLostIsNotCaughtUpWithBeforeItIsReadAgain() throws IOException {
        String room = topics.createRoom("hooli", "user:ada", PUBLIC);
        Set<String> keys = new HashSet<>();
        post(room, keys, 10);
        try (LuceneIndex index = TestIndex.at(directory.resolve("index"))) {
            Rooms rooms = new Rooms(index.rooms());
            HeldAgain held = new HeldAgain(indexer(index, rooms));
            try (Followers followers = follow(held, indexer(index, rooms))) {
                await().until(() -> find(index, room).equals(keys) && followers.caughtUp());

                delete(directory.resolve("index"));
                await().until(() -> {
                    keys.add(topics.post("hooli", room, "user:ada", "a voyage into nowhere"));
                    return held.holds.getCount() == 0;
                });
                assertFalse(followers.caughtUp());

                held.goOn.countDown();
                await().until(() -> find(index, room).equals(keys) && followers.caughtUp());
            }
        }
    }

    /// Not who may read what, nor what is deleted, nor what is found by its words, nor a node that starts.
    @Test
    void textsThatTakeLongToBeEmbeddedHoldNothingUp() throws IOException {
        String room = topics.createRoom("hooli", "user:ada", PUBLIC);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Event.FileInfo file = Topics.inRoom(Topics.file("icefall.txt", "user:ada", false), room);
        Event.FileInfo deleted = Topics.inRoom(Topics.file("snowfall.txt", "user:ada", false), room);
        Embeddings slow = new Embeddings(new HeldAt("icefall", begun, goOn), new SimpleMeterRegistry());
        try (LuceneIndex index = TestIndex.at(directory.resolve("index"))) {
            Rooms rooms = new Rooms(index.rooms());
            Vectors vectors = new Vectors(index, rooms, slow, new SimpleMeterRegistry());
            vectors.start();
            try (Followers followers = follow(indexer(index, rooms), indexer(index, rooms))) {
                topics.write(new Event.FileText(TENANT, file, 0, 1, "The voyage of an icefall."));
                await().until(() -> begun.getCount() == 0);

                String message = topics.post("hooli", room, "user:ada", "a voyage");
                topics.write(new Event.FileText(TENANT, deleted, 0, 1, "Another voyage."));
                await().until(() -> find(index, room).equals(Set.of(message, file.id(), deleted.id())));

                topics.write(new Event.FileDeleted(TENANT, deleted, null));
                topics.write(new RoomEvent.MemberBanned(
                        TENANT,
                        room,
                        3,
                        Instant.EPOCH,
                        Api.caller("user:ada", "hooli").actor(),
                        "user:eve",
                        null,
                        null));
                await().until(() -> find(index, room).equals(Set.of(message, file.id())));
                await().until(() -> !rooms.rightsOf(Api.caller("user:eve", "hooli"), Instant.now())
                        .grants()
                        .contains(Grant.room(room)));
                await().until(followers::caughtUp);
                assertEquals(Set.of(), near(index, room));

                goOn.countDown();
                await().until(() -> near(index, room).equals(Set.of(message, file.id())));
            } finally {
                goOn.countDown();
                vectors.stop();
            }
        }
    }

    /// Takes its time for texts in which a word stands; all mean the same.
    private record HeldAt(String word, CountDownLatch begun, CountDownLatch goOn) implements Embedder {

        @Override
        public List<Vector> embed(List<String> texts) throws EmbeddingException {
            if (texts.stream().anyMatch(text -> text.contains(word))) {
                begun.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new EmbeddingException("interrupted", e);
                }
            }
            return texts.stream().map(_ -> Sources.vector(1)).toList();
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }

    /// As the service follows: rooms and files each by themselves.
    private record Followers(Follower rooms, Follower files) implements AutoCloseable {

        boolean caughtUp() {
            return rooms.caughtUp() && files.caughtUp();
        }

        @Override
        public void close() {
            rooms.close();
            files.close();
        }
    }

    /// Holds up what is read after positions were asked for again.
    private static final class HeldAgain implements Projection {

        private final Projection projection;
        private final CountDownLatch holds = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private int starts;

        HeldAgain(Projection projection) {
            this.projection = projection;
        }

        @Override
        public Map<TopicPartition, Position> positions() throws Exception {
            Map<TopicPartition, Position> positions = projection.positions();
            starts++;
            return positions;
        }

        @Override
        public boolean isIntact() {
            return projection.isIntact();
        }

        @Override
        public void restart(Set<TopicPartition> partitions) throws Exception {
            projection.restart(partitions);
        }

        @Override
        public void apply(List<Followed> batch, Map<TopicPartition, Position> positions) throws Exception {
            if (starts > 1) {
                holds.countDown();
                goOn.await();
            }
            projection.apply(batch, positions);
        }
    }

    /// It ends before the position, as after a power cut; or it is longer again, and what was read is not
    /// in it, or what follows was read before.
    @Test
    void anotherLogThanTheOneThatWasReadIsReadFromItsBeginning() {
        String room = topics.createRoom("hooli", "user:ada", PUBLIC);
        topics.post("hooli", room, "user:ada", "a voyage");
        Reader before = read(Map.of());
        TopicPartition shard =
                new TopicPartition(Topic.ROOMS_LOG.topicName(), topics.log().shard(room));
        Position last = before.stored.getOrDefault(shard, Position.START);

        for (Position other : List.of(
                new Position(Long.MAX_VALUE, last.epoch(), last.next()),
                new Position(last.offset(), last.epoch() - 1, 3),
                new Position(last.offset() - 1, last.epoch(), last.next() + 3))) {
            Map<TopicPartition, Position> stored = new HashMap<>(before.stored);
            stored.put(shard, other);
            Reader reader = read(stored);

            assertEquals(Set.of(shard), reader.restarted);
            assertEquals(before.stored, reader.stored);
            assertTrue(reader.count > 0);
        }
    }

    @Test
    void theLogThatWasReadGoesOnWhereItWas() {
        topics.createRoom("hooli", "user:ada", PUBLIC);

        Reader reader = read(read(Map.of()).stored);

        assertEquals(Set.of(), reader.restarted);
        assertEquals(0, reader.count);
    }

    @Test
    void whatKafkaHasLostStaysInTheIndex() throws IOException {
        String room = topics.createRoom("hooli", "user:ada", PUBLIC);
        Set<String> keys = new HashSet<>();
        post(room, keys, 10);
        String lost = Ids.next().toString();
        try (LuceneIndex index = TestIndex.at(directory.resolve("index"))) {
            index.feed()
                    .apply(
                            List.of(Sources.put(Sources.message(TENANT, room, lost, "user:ada"), 0, "a voyage")),
                            Map.of(
                                    new TopicPartition(
                                            Topic.ROOMS_LOG.topicName(),
                                            topics.log().shard(room)),
                                    new Position(Long.MAX_VALUE, 1, 3)));
            keys.add(lost);

            try (Followers followers = follow(index)) {
                await().until(() -> followers.caughtUp() && find(index, room).equals(keys));
            }
        }
    }

    private Reader read(Map<TopicPartition, Position> stored) {
        Reader reader = new Reader(stored);
        try (Follower follower = Follower.start("reader", kafka, List.of(Topic.ROOMS_LOG), reader)) {
            await().until(follower::caughtUp);
        }
        return reader;
    }

    /// Only for one thread at a time.
    private static final class Reader implements Projection {

        private final Map<TopicPartition, Position> stored;
        private final Set<TopicPartition> restarted = new HashSet<>();
        private int count;

        Reader(Map<TopicPartition, Position> stored) {
            this.stored = new HashMap<>(stored);
        }

        @Override
        public Map<TopicPartition, Position> positions() {
            return Map.copyOf(stored);
        }

        @Override
        public void restart(Set<TopicPartition> partitions) {
            restarted.addAll(partitions);
            stored.keySet().removeAll(partitions);
        }

        @Override
        public void apply(List<Followed> batch, Map<TopicPartition, Position> positions) {
            count += batch.size();
            stored.putAll(positions);
        }
    }

    private void post(String room, Set<String> keys, int count) {
        for (int i = 0; i < count; i++) {
            if (i % 5 == 0) {
                Event.FileInfo file = Topics.inRoom(Topics.file("voyage.txt", "user:ada", false), room);
                topics.write(new Event.FileReady(TENANT, file, false, false));
                keys.add(file.id());
            } else {
                keys.add(topics.post("hooli", room, "user:ada", "a voyage " + i));
            }
        }
    }

    private Followers follow(LuceneIndex index) throws IOException {
        Rooms rooms = new Rooms(index.rooms());
        return follow(indexer(index, rooms), indexer(index, rooms));
    }

    private Followers follow(Projection ofRooms, Projection ofFiles) {
        return new Followers(
                Follower.start("restart-rooms", kafka, List.of(Topic.ROOMS_LOG), ofRooms),
                Follower.start("restart-files", kafka, List.of(Topic.MEDIA_EVENTS), ofFiles));
    }

    private static Indexer indexer(LuceneIndex index, Rooms rooms) {
        return new Indexer(index, rooms, InstantSource.system(), new SimpleMeterRegistry());
    }

    private static Set<String> find(LuceneIndex index, String room) throws IOException {
        Set<String> found = new HashSet<>();
        try (SearchIndex.View view = index.view()) {
            List<Integer> places = view.byWords("voyage", scope(index, room), 1_000).stream()
                    .map(Hit::place)
                    .toList();
            view.read(places, "voyage").forEach(hit -> found.add(hit.source().id()));
        }
        return found;
    }

    /// What is found by its meaning, to which all texts are alike.
    private static Set<String> near(LuceneIndex index, String room) throws IOException {
        Set<String> found = new HashSet<>();
        try (SearchIndex.View view = index.view()) {
            List<Integer> places = view.byMeaning(Sources.vector(1), scope(index, room), -1, 1_000).stream()
                    .map(Hit::place)
                    .toList();
            view.read(places, "").forEach(hit -> found.add(hit.source().id()));
        }
        return found;
    }

    private static int size(LuceneIndex index) throws IOException {
        // Makes that nothing which was replaced is counted.
        index.rooms();
        return index.size();
    }

    private static Scope scope(LuceneIndex index, String room) throws IOException {
        return new Scope(new Rooms(index.rooms()).rightsOf(Api.caller("user:bob", "hooli"), Instant.now()), room, null);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                // The index may be about to replace its files.
                Files.deleteIfExists(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
