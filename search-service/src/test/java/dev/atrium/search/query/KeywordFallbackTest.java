package dev.atrium.search.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.embed.Embedder;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.index.lucene.LuceneIndex;
import dev.atrium.search.ingest.Indexer;
import dev.atrium.search.ingest.Vectors;
import dev.atrium.search.testing.TestIndex;
import dev.atrium.search.testing.TestModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeywordFallbackTest {

    private static final TenantId TENANT = new TenantId("acme");
    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Caller CALLER = new Caller("user:ada", TENANT, "ada", Set.of(), Set.of("search:read"));

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @TempDir
    Path directory;

    @Test
    void whereTheModelFailsWordsStillFind() throws IOException {
        Embedder broken = TestModel.load();
        broken.close();
        for (Embeddings failing : List.of(new Embeddings(null, metrics), new Embeddings(broken, metrics))) {
            try (LuceneIndex index = TestIndex.at(directory.resolve("index"))) {
                Rooms rooms = fill(index, failing);

                Answer answer = ask(index, rooms, failing, "the teapot");
                assertEquals(Answer.Mode.KEYWORD, answer.mode());
                assertEquals(List.of("m1"), ids(answer));
                assertEquals(1, answer.items().getFirst().score());
                assertEquals(List.of(), ids(ask(index, rooms, failing, "crockery for a hot drink")));
            }
        }
        assertEquals(2, metrics.counter("atrium.search.passages.without.vector").count());
    }

    @Test
    void whatWasIndexedWithoutAVectorIsFoundInHybridModeToo() throws IOException {
        try (LuceneIndex index = TestIndex.at(directory.resolve("index"))) {
            Rooms rooms = fill(index, new Embeddings(null, metrics));

            Answer answer = ask(index, rooms, TestModel.embeddings(), "teapot");

            assertEquals(Answer.Mode.HYBRID, answer.mode());
            assertEquals(List.of("m1"), ids(answer));
        }
    }

    @Test
    void whereTheIndexCannotBeReadThatIsSaid() throws IOException {
        LuceneIndex closed = TestIndex.at(directory.resolve("index"));
        closed.close();
        Embeddings none = new Embeddings(null, metrics);

        ProblemException problem =
                assertThrows(ProblemException.class, () -> ask(closed, new Rooms(List.of()), none, "teapot"));

        assertEquals(ProblemType.UNAVAILABLE, problem.type());
    }

    private Rooms fill(LuceneIndex index, Embeddings embeddings) throws IOException {
        Rooms rooms = new Rooms(List.of());
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        RoomEvent created = new RoomEvent.RoomCreated(
                TENANT, "r", 1, now, "Kitchen", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PUBLIC, ADA);
        RoomEvent posted =
                new RoomEvent.MessagePosted(TENANT, "r", 2, now, "m1", ADA, "The teapot is broken", null, null);
        Indexer indexer = new Indexer(index, rooms, InstantSource.system(), metrics);
        assertEquals(Map.of(), indexer.positions());
        indexer.apply(List.of(new Followed.InRoom(created), new Followed.InRoom(posted)), Map.of());
        assertTrue(new Vectors(index, rooms, embeddings, metrics).embedSome());
        assertEquals(1, index.rooms().size());
        return rooms;
    }

    private static Answer ask(LuceneIndex index, Rooms rooms, Embeddings embeddings, String words) {
        return new HybridSearch(index, rooms, embeddings, 0.25, InstantSource.system())
                .answer(CALLER, Question.of(words, null, null, null, null));
    }

    private static List<String> ids(Answer answer) {
        return answer.items().stream().map(Answer.Item::id).toList();
    }
}
