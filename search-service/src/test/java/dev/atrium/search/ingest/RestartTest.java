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
import dev.atrium.platform.testing.TestStack;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.index.Hit;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.lucene.LuceneIndex;
import dev.atrium.search.testing.Api;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An index of its own beside that of the service, on the same topics.
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "parts", value = "kafka"))
final class RestartTest {

    private static final TenantId TENANT = new TenantId("hooli");

    @Inject
    Topics topics;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TempDir
    Path directory;

    @Test
    void goesOnWhereItEnded() throws IOException {
        String room = topics.createRoom("hooli", "user:ada", PUBLIC);
        Set<String> keys = new HashSet<>();
        post(room, keys, 20);
        try (LuceneIndex index = TestIndex.at(directory.resolve("index"));
                Follower _ = follow(index)) {
            await().until(() -> find(index, room).equals(keys));
        }
        post(room, keys, 20);

        try (LuceneIndex index = TestIndex.at(directory.resolve("index"))) {
            TopicPartition shard =
                    new TopicPartition(Topic.ROOMS_LOG.topicName(), topics.log().shard(room));
            Position position = index.positions().getOrDefault(shard, Position.START);
            assertTrue(position.offset() >= 17 && position.epoch() > 0 && position.next() >= 17, "" + position);
            try (Follower _ = follow(index)) {
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
            try (Follower _ = follow(index)) {
                await().until(() -> find(index, room).equals(keys));
            }
        }
        post(room, keys, 30);
        try (LuceneIndex index = TestIndex.neverCommitting(directory.resolve("index"));
                Follower _ = follow(index)) {
            await().until(() -> find(index, room).equals(keys));
            copy(directory.resolve("index"), crashed);
        }
        post(room, keys, 30);

        try (LuceneIndex index = TestIndex.at(crashed);
                Follower follower = follow(index);
                LuceneIndex anew = TestIndex.at(directory.resolve("anew"));
                Follower other = follow(anew)) {
            await().until(() -> follower.caughtUp() && other.caughtUp());
            assertEquals(keys, find(index, room));
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
                Follower follower = follow(index)) {
            await().until(() -> find(index, room).equals(keys) && follower.caughtUp());
        }
        assertTrue(Files.exists(directory.resolve("index.broken/segments_1")));
    }

    @Test
    void whatWasLostIsNotCaughtUpWithBeforeItIsReadAgain() throws IOException {
        String room = topics.createRoom("hooli", "user:ada", PUBLIC);
        Set<String> keys = new HashSet<>();
        post(room, keys, 10);
        try (LuceneIndex index = TestIndex.at(directory.resolve("index"))) {
            HeldAgain held = new HeldAgain(indexer(index));
            try (Follower follower = follow(held)) {
                await().until(() -> find(index, room).equals(keys) && follower.caughtUp());

                delete(directory.resolve("index"));
                await().until(() -> {
                    post(room, keys, 1);
                    return held.holds.getCount() == 0;
                });
                assertFalse(follower.caughtUp());

                held.goOn.countDown();
                await().until(() -> find(index, room).equals(keys) && follower.caughtUp());
            }
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
        public void apply(List<Followed> batch, Map<TopicPartition, Position> positions) throws Exception {
            if (starts > 1) {
                holds.countDown();
                goOn.await();
            }
            projection.apply(batch, positions);
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

    private Follower follow(LuceneIndex index) throws IOException {
        return follow(indexer(index));
    }

    private Follower follow(Projection projection) {
        List<Topic> topicsOfSearch = List.of(Topic.ROOMS_LOG, Topic.MEDIA_EVENTS);
        return Follower.start("restart-test", bootstrapServers, topicsOfSearch, projection);
    }

    private static Indexer indexer(LuceneIndex index) throws IOException {
        Embeddings none = new Embeddings(null, new SimpleMeterRegistry());
        return new Indexer(index, new Rooms(index.rooms()), none, InstantSource.system(), new SimpleMeterRegistry());
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
                Files.delete(file);
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
