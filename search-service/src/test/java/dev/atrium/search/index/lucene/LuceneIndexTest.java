package dev.atrium.search.index.lucene;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.search.testing.Sources.ACME;
import static dev.atrium.search.testing.Sources.file;
import static dev.atrium.search.testing.Sources.message;
import static dev.atrium.search.testing.Sources.put;
import static dev.atrium.search.testing.Sources.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.search.embed.Vector;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Found;
import dev.atrium.search.index.Grant;
import dev.atrium.search.index.Hit;
import dev.atrium.search.index.Kind;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Readers;
import dev.atrium.search.index.Rights;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import dev.atrium.search.testing.Cosine;
import dev.atrium.search.testing.TestIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LuceneIndexTest {

    private static final Logger LOG = Logger.getLogger(LuceneIndex.class.getName());
    private static final Scope ALL_OF_LOBBY = scope(Grant.room("lobby"));
    private static final TopicPartition PARTITION = new TopicPartition("rooms.log", 3);
    private static final Map<TopicPartition, Position> AT_17 = Map.of(PARTITION, new Position(17, 4, 9));

    @TempDir
    Path directory;

    @Test
    void whatIsAppliedIsFoundSoon() throws IOException {
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea")), AT_17);

            await().untilAsserted(() -> assertEquals(List.of("m1"), find(index, "teas", ALL_OF_LOBBY)));
        }
    }

    @Test
    void theSameChangeTwiceIsOneEntry() throws IOException {
        Change change = put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea");
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(change, change), AT_17);
            index.feed().apply(List.of(change), AT_17);
            refresh(index);

            assertEquals(1, index.size());
            assertEquals(List.of("m1"), find(index, "tea", ALL_OF_LOBBY));
        }
    }

    @Test
    void aPartIsReplacedAsAWholeAndTheOthersStay() throws IOException {
        Source file = file(ACME, "lobby", "f1", "user:ada", false);
        try (LuceneIndex index = open()) {
            index.feed()
                    .apply(List.of(put(file, 0, "alpha", "beta"), put(file, 1, "gamma"), put(file, 0, "delta")), AT_17);
            refresh(index);

            assertEquals(List.of(), find(index, "alpha beta", ALL_OF_LOBBY));
            assertEquals(List.of("f1"), find(index, "gamma", ALL_OF_LOBBY));
            assertEquals(List.of("f1"), find(index, "delta", ALL_OF_LOBBY));
        }
    }

    @Test
    void partsFromOneOnAreRemoved() throws IOException {
        Source file = file(ACME, "lobby", "f1", "user:ada", false);
        Source other = file(ACME, "lobby", "f2", "user:ada", false);
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(file, 0, "alpha"), put(file, 1, "beta"), put(file, 2, "gamma")), Map.of());
            index.feed().apply(List.of(put(other, 2, "gamma"), new Change.Remove(file, 1)), AT_17);
            refresh(index);

            assertEquals(List.of("f1"), find(index, "alpha", ALL_OF_LOBBY));
            assertEquals(List.of("f2"), find(index, "beta gamma", ALL_OF_LOBBY));

            index.feed().apply(List.of(new Change.Remove(file, 0)), AT_17);
            refresh(index);

            assertEquals(List.of(), find(index, "alpha", ALL_OF_LOBBY));
        }
    }

    @Test
    void passagesAreCountedAsSoonAsTheyAreApplied() throws IOException {
        Source file = file(ACME, "lobby", "f1", "user:ada", false);
        Source other = file(ACME, "lobby", "f2", "user:ada", false);
        try (LuceneIndex index = open()) {
            SearchIndex.Feed feed = index.feed();
            feed.apply(List.of(put(other, 0, "alpha"), put(file, 0, "alpha", "beta"), put(file, 1, "gamma")), AT_17);

            assertEquals(0, feed.passages(file, 0));
            assertEquals(2, feed.passages(file, 1));
            assertEquals(3, feed.passages(file, 2));

            feed.apply(List.of(put(file, 0, "delta"), put(file, 2, "epsilon")), AT_17);
            assertEquals(2, feed.passages(file, 2));
        }
    }

    @Test
    void authorsTakeTurnsUntilNothingAwaitsAVector() throws IOException {
        Source adas = file(ACME, "lobby", "f1", "user:ada", false);
        Source another = file(ACME, "lobby", "f2", "user:ada", false);
        Source bobs = file(ACME, "lobby", "f3", "user:bob", false);
        Change.Put first = awaiting(put(adas, 1, "alpha", "beta"));
        try (LuceneIndex index = open()) {
            SearchIndex.Feed feed = index.feed();
            feed.apply(List.of(first, put(adas, 2, "of words alone"), awaiting(put(another, 0, "gamma"))), AT_17);
            feed.apply(List.of(awaiting(put(bobs, 0, "delta"))), AT_17);

            SearchIndex.Awaiting turn = feed.awaiting("", 2).orElseThrow();
            assertEquals(List.of(first), turn.parts());
            SearchIndex.Awaiting next = feed.awaiting(turn.author(), 9).orElseThrow();
            assertEquals(List.of(awaiting(put(bobs, 0, "delta"))), next.parts());
            assertEquals(turn, feed.awaiting(next.author(), 2).orElseThrow());

            embed(feed, turn, vector(1));
            embed(feed, next, vector(2));
            SearchIndex.Awaiting last = feed.awaiting(next.author(), 9).orElseThrow();
            assertEquals(List.of(awaiting(put(another, 0, "gamma"))), last.parts());
            embed(feed, last, vector(3));

            assertEquals(Optional.empty(), feed.awaiting(last.author(), 9));
            refresh(index);
            assertEquals(0, index.awaiting());
            assertEquals(List.of("f1"), near(index, vector(1), 0.99));
            assertEquals(List.of("f2"), near(index, vector(3), 0.99));
            assertEquals(List.of("f1"), find(index, "alpha", ALL_OF_LOBBY));
        }
    }

    @Test
    void whatIsOtherwiseByNowGetsNoVectorOfBefore() throws IOException {
        Source edited = message(ACME, "lobby", "m1", "user:ada");
        Source removed = message(ACME, "lobby", "m2", "user:ada");
        try (LuceneIndex index = open()) {
            SearchIndex.Feed feed = index.feed();
            feed.apply(List.of(awaiting(put(edited, 0, "green tea")), awaiting(put(removed, 0, "tea"))), AT_17);
            SearchIndex.Awaiting before = feed.awaiting("", 9).orElseThrow();

            feed.apply(List.of(awaiting(put(edited, 0, "black tea")), new Change.Remove(removed, 0)), AT_17);
            embed(feed, before, vector(1));

            refresh(index);
            assertEquals(List.of(), near(index, vector(1), 0.99));
            assertEquals(List.of("m1"), find(index, "tea", ALL_OF_LOBBY));
            assertEquals(
                    List.of(awaiting(put(edited, 0, "black tea"))),
                    feed.awaiting("", 9).orElseThrow().parts());
        }
    }

    @Test
    void whatIsReadAgainKeepsItsVectorsUnlessItIsOtherwise() throws IOException {
        Source same = message(ACME, "lobby", "m1", "user:ada");
        Source edited = message(ACME, "lobby", "m2", "user:bob");
        List<Change> read = List.of(
                awaiting(put(same, 0, "tea")), awaiting(put(edited, 0, "tea")), awaiting(put(edited, 0, "black tea")));
        try (LuceneIndex index = open()) {
            SearchIndex.Feed feed = index.feed();
            feed.apply(read, AT_17);
            embed(feed, feed.awaiting("", 9).orElseThrow(), vector(1));
            embed(feed, feed.awaiting("", 9).orElseThrow(), vector(2));

            feed.apply(List.of(), Map.of(PARTITION, Position.START));
            feed.apply(read, Map.of(PARTITION, new Position(3, 1, 2)));

            assertEquals(
                    List.of(awaiting(put(edited, 0, "black tea"))),
                    feed.awaiting("", 9).orElseThrow().parts());
            refresh(index);
            assertEquals(List.of("m1"), near(index, vector(1), 0.99));

            // Not in vain, as long as nothing is read again.
            feed.apply(List.of(), AT_17);
            feed.apply(read, Map.of(PARTITION, new Position(18, 4, 10)));
            refresh(index);
            assertEquals(2, index.awaiting());
        }
    }

    /// Nothing else happens, so no position moves.
    @Test
    void vectorsAndWhoAwaitsThemAreDurable() throws IOException {
        Source one = message(ACME, "lobby", "m1", "user:ada");
        Source other = message(ACME, "lobby", "m2", "user:bob");
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(awaiting(put(one, 0, "tea")), awaiting(put(other, 0, "tea"))), AT_17);
        }
        try (LuceneIndex index = open()) {
            embed(index.feed(), index.feed().awaiting("", 1).orElseThrow(), vector(1));
        }
        try (LuceneIndex index = open()) {
            assertEquals(List.of("m1"), near(index, vector(1), 0.99));
            assertEquals(
                    List.of(awaiting(put(other, 0, "tea"))),
                    index.feed().awaiting("", 9).orElseThrow().parts());
        }
    }

    private static Change.Put awaiting(Change.Put put) {
        return new Change.Put(
                put.source(),
                put.part(),
                put.passages().stream().map(Passage::awaiting).toList());
    }

    private static void embed(SearchIndex.Feed feed, SearchIndex.Awaiting turn, Vector vector) throws IOException {
        List<Change> embedded = turn.parts().stream()
                .<Change>map(part -> new Change.Embed(
                        part, part.awaited().map(_ -> Optional.of(vector)).toList()))
                .toList();
        feed.apply(embedded, Map.of());
    }

    private static List<String> near(LuceneIndex index, Vector vector, double least) throws IOException {
        try (SearchIndex.View view = index.view()) {
            List<Integer> places = view.byMeaning(vector, ALL_OF_LOBBY, least, 9).stream()
                    .map(Hit::place)
                    .toList();
            return view.read(places, "").stream()
                    .map(found -> found.source().id())
                    .toList();
        }
    }

    @Test
    void theTitleCountsAndMoreThanTheText() throws IOException {
        Source named = file(ACME, "lobby", "penguins", "user:ada", false);
        Source mentioned = file(ACME, "lobby", "birds", "user:ada", false);
        try (LuceneIndex index = open()) {
            index.feed()
                    .apply(
                            List.of(put(mentioned, 0, "about penguins.txt here"), put(named, 0, "other birds here")),
                            AT_17);
            refresh(index);

            assertEquals(List.of("penguins", "birds"), find(index, "penguins.txt", ALL_OF_LOBBY));
        }
    }

    @Test
    void aFileIsFoundByThePartsOfItsName() throws IOException {
        Source file = file(ACME, "lobby", "annual_report-2026.final.v2", "user:ada", false);
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(file, 0, "")), AT_17);
            refresh(index);

            for (String words : List.of("annual", "reports", "2026", "final", file.id() + ".txt", "txt")) {
                assertEquals(List.of(file.id()), find(index, words, ALL_OF_LOBBY), words);
            }
        }
    }

    @Test
    void theNearestMeaningComesFirst() throws IOException {
        Vector wanted = vector(1);
        try (LuceneIndex index = open()) {
            index.feed()
                    .apply(
                            List.of(
                                    put(message(ACME, "lobby", "far", "user:ada"), "one", vector(2)),
                                    put(message(ACME, "lobby", "near", "user:ada"), "two", wanted),
                                    put(message(ACME, "lobby", "none", "user:ada"), 0, "three")),
                            AT_17);
            refresh(index);

            try (SearchIndex.View view = index.view()) {
                List<Hit> hits = view.byMeaning(wanted, ALL_OF_LOBBY, -1, 100);

                assertEquals(2, hits.size());
                assertTrue(hits.getFirst().source().endsWith("near"));
                assertEquals(1, hits.getFirst().score(), 0.02);
                assertEquals(Cosine.between(wanted, vector(2)), hits.get(1).score(), 0.05);
            }
        }
    }

    @Test
    void aLongTextTakesOnePlaceOfEachLeg() throws IOException {
        Vector asked = vector(1);
        List<Passage> pages = Collections.nCopies(
                300, Passage.ofWords("an invoice, an invoice").with(asked));
        try (LuceneIndex index = open()) {
            index.feed()
                    .apply(
                            List.of(
                                    new Change.Put(file(ACME, "lobby", "invoices", "user:ada", false), 0, pages),
                                    put(message(ACME, "lobby", "m1", "user:ada"), "the invoice came", vector(2))),
                            AT_17);
            refresh(index);

            try (SearchIndex.View view = index.view()) {
                List<String> both = List.of("invoices", "m1");
                assertEquals(both, ids(view, view.byWords("invoice", ALL_OF_LOBBY, 2)));
                assertEquals(both, ids(view, view.byMeaning(asked, ALL_OF_LOBBY, -1, 100)));
                assertEquals(List.of("invoices"), ids(view, view.byMeaning(asked, ALL_OF_LOBBY, 0.9, 100)));
            }
        }
    }

    /// Property: however deep a leg is, it begins with the same, and has the best passage of each source.
    @Test
    void theBestOfFewAreTheFirstOfTheBestOfMany() throws IOException {
        Random random = new Random(42);
        try (LuceneIndex index = open()) {
            for (int i = 0; i < 60; i++) {
                String[] texts = new String[1 + random.nextInt(12)];
                Arrays.setAll(texts, _ -> "tea ".repeat(1 + random.nextInt(9)) + "milk ".repeat(random.nextInt(30)));
                index.feed().apply(List.of(put(file(ACME, "lobby", "f" + i, "user:ada", false), 0, texts)), Map.of());
                if (i % 20 == 0) {
                    refresh(index);
                }
            }
            refresh(index);

            try (SearchIndex.View view = index.view()) {
                List<Hit> all = view.byWords("tea", ALL_OF_LOBBY, 1_000);
                assertEquals(60, all.stream().map(Hit::source).distinct().count());
                assertEquals(60, all.size());
                for (int limit : List.of(1, 2, 7, 30, 59)) {
                    assertEquals(all.subList(0, limit), view.byWords("tea", ALL_OF_LOBBY, limit));
                }
            }
        }
    }

    @Test
    void theBestPassageOfASourceIsShown() throws IOException {
        try (LuceneIndex index = open()) {
            index.feed()
                    .apply(
                            List.of(put(
                                    file(ACME, "lobby", "f1", "user:ada", false),
                                    0,
                                    "tea " + "and milk ".repeat(20),
                                    "tea tea tea",
                                    "no tea " + "but coffee ".repeat(20))),
                            AT_17);
            refresh(index);

            try (SearchIndex.View view = index.view()) {
                List<Hit> hits = view.byWords("tea", ALL_OF_LOBBY, 10);
                assertEquals(
                        List.of("<mark>tea</mark> <mark>tea</mark> <mark>tea</mark>"),
                        view.read(hits.stream().map(Hit::place).toList(), "tea").stream()
                                .map(Found::snippet)
                                .toList());
            }
        }
    }

    @Test
    void roomAndKindNarrowBothLegs() throws IOException {
        Rights rights = new Rights(ACME, Set.of(Grant.room("lobby"), Grant.room("attic")));
        try (LuceneIndex index = open()) {
            index.feed()
                    .apply(
                            List.of(
                                    put(message(ACME, "lobby", "m1", "user:ada"), "tea", vector(1)),
                                    put(message(ACME, "attic", "m2", "user:ada"), "tea", vector(1)),
                                    put(file(ACME, "attic", "f1", "user:ada", false), "tea", vector(1))),
                            AT_17);
            refresh(index);

            assertEquals(Set.of("m1", "m2", "f1"), both(index, new Scope(rights, null, null)));
            assertEquals(Set.of("m2", "f1"), both(index, new Scope(rights, "attic", null)));
            assertEquals(Set.of("m1", "m2"), both(index, new Scope(rights, null, Kind.MESSAGE)));
            assertEquals(Set.of("f1"), both(index, new Scope(rights, "attic", Kind.FILE)));
            assertEquals(Set.of(), both(index, new Scope(rights, "cellar", null)));
        }
    }

    @Test
    void withoutGrantsOrInAnotherTenantNothingIsFound() throws IOException {
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(message(ACME, "lobby", "m1", "user:ada"), "tea", vector(1))), AT_17);
            refresh(index);

            assertEquals(Set.of(), both(index, new Scope(new Rights(ACME, Set.of()), null, null)));
            Rights foreign = new Rights(new TenantId("globex"), Set.of(Grant.room("lobby"), Grant.EVERYONE));
            assertEquals(Set.of(), both(index, new Scope(foreign, null, null)));
            assertEquals(Set.of(), both(index, new Scope(foreign, "lobby", null)));
        }
    }

    /// By words that nobody else has one could learn how often others have the words beside them.
    @Test
    void scoresTellNothingOfWhatMayNotBeRead() throws IOException {
        Source own = message(ACME, "lobby", "m1", "user:ada");
        List<Change> readable = List.of(
                put(own, 0, "zqx something"),
                put(message(ACME, "lobby", "m2", "user:ada"), 0, "projectfalcon something"),
                put(message(ACME, "lobby", "m3", "user:ada"), 0, "zqx projectfalcon"),
                put(file(ACME, "lobby", "falcon", "user:ada", false), 0, "something else"));
        try (LuceneIndex index = open()) {
            index.feed().apply(readable, AT_17);
            refresh(index);
            List<Double> alone = scores(index, "zqx projectfalcon falcon.txt", ALL_OF_LOBBY);
            assertEquals(4, alone.size());

            TenantId globex = new TenantId("globex");
            for (int i = 0; i < 50; i++) {
                String text = "projectfalcon falcon " + "and much beside it ".repeat(i);
                index.feed()
                        .apply(
                                List.of(
                                        put(message(globex, "lobby", "g" + i, "user:bob"), 0, text),
                                        put(message(ACME, "attic", "p" + i, "user:bob"), 0, text),
                                        put(file(ACME, null, "falcon" + i, "user:bob", false), 0, text),
                                        put(own, 0, "zqx " + text),
                                        put(own, 0, "zqx something")),
                                Map.of());
            }
            refresh(index);

            assertEquals(alone, scores(index, "zqx projectfalcon falcon.txt", ALL_OF_LOBBY));
        }
    }

    @Test
    void aWordThatIsRareInWhatMayBeReadCountsMore() throws IOException {
        try (LuceneIndex index = open()) {
            List<Change> all = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                all.add(put(message(ACME, "lobby", "m" + i, "user:ada"), 0, "green tea"));
                all.add(put(message(ACME, "attic", "a" + i, "user:ada"), 0, "black pot"));
            }
            all.add(put(message(ACME, "lobby", "rare", "user:ada"), 0, "green pot"));
            index.feed().apply(all, AT_17);
            refresh(index);

            assertEquals("rare", find(index, "tea pot", ALL_OF_LOBBY).getFirst());
        }
    }

    private static List<Double> scores(LuceneIndex index, String words, Scope scope) throws IOException {
        try (SearchIndex.View view = index.view()) {
            return view.byWords(words, scope, 10).stream().map(Hit::score).toList();
        }
    }

    @Test
    void querySyntaxIsPlainWords() throws IOException {
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea")), AT_17);
            refresh(index);

            for (String hostile : List.of(
                    "tea AND (",
                    "+tea -green",
                    "tea*:[* TO *]",
                    "\"tea",
                    "tea\\",
                    "room:attic tea",
                    "tea/.*/",
                    "~tea^9")) {
                assertEquals(List.of("m1"), find(index, hostile, ALL_OF_LOBBY), hostile);
            }
            for (String nothing : List.of("*", "*:*", "of the", "!!!", "grant:everyone", "\0")) {
                assertEquals(List.of(), find(index, nothing, ALL_OF_LOBBY), nothing);
            }
        }
    }

    @Test
    void aForgottenRoomIsEmptyAndOthersAreNot() throws IOException {
        Room lobby = new Room(ACME, "lobby", "Lobby", true, "user:ada");
        try (LuceneIndex index = open()) {
            index.feed()
                    .apply(
                            List.of(
                                    new Change.Know(lobby),
                                    put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea"),
                                    put(message(ACME, "attic", "m2", "user:ada"), 0, "black tea"),
                                    new Change.Forget(ACME, "attic")),
                            AT_17);

            await().untilAsserted(() -> assertEquals(List.of("m1"), find(index, "tea", ALL_OF_LOBBY)));
            assertEquals(2, index.size());
            assertEquals(List.of(lobby), List.copyOf(index.rooms()));
        }
    }

    /// What somebody else had read before comes behind the end of its room.
    @Test
    void nothingComesIntoARoomThatIsGone() throws IOException {
        Room attic = new Room(ACME, "attic", "Attic", false, "user:ada", new Readers(9, Set.of(), Map.of()));
        List<Change> late = List.of(
                put(file(ACME, "attic", "f1", "user:ada", false), 0, "green tea"),
                put(file(ACME, "lobby", "f2", "user:ada", false), 0, "green tea"));
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(new Change.Know(attic), new Change.Forget(ACME, "attic")), AT_17);
            index.feed().apply(late, Map.of());

            await().untilAsserted(() -> assertEquals(2, index.size()));
        }
        try (LuceneIndex index = open()) {
            index.feed().apply(late, Map.of());

            assertEquals(List.of("f2"), find(index, "tea", scope(Grant.room("lobby"), Grant.room("attic"))));
            // What was replaced counts until the next refresh.
            await().untilAsserted(() -> assertEquals(2, index.size()));
        }
    }

    @Test
    void changesRoomsAndPositionsSurviveARestart() throws IOException {
        Room room = new Room(ACME, "lobby", "Lobby", true, "user:ada");
        try (LuceneIndex index = open()) {
            assertEquals(Map.of(), index.feed().positions());
            index.feed()
                    .apply(
                            List.of(
                                    new Change.Know(room),
                                    put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea")),
                            AT_17);
            assertEquals(AT_17, index.feed().positions());
            assertEquals(List.of(room), List.copyOf(index.rooms()));
        }

        try (LuceneIndex index = open()) {
            assertEquals(AT_17, index.feed().positions());
            assertEquals(List.of(room), List.copyOf(index.rooms()));
            assertEquals(List.of("m1"), find(index, "tea", ALL_OF_LOBBY));
        }
    }

    @Test
    void whatSeveralFeedIsAllThereWithTheirPositions() throws Exception {
        int feeders = 4;
        int changes = 200;
        try (LuceneIndex index = open();
                ExecutorService threads = Executors.newFixedThreadPool(feeders)) {
            List<Future<Integer>> fed = new ArrayList<>();
            for (int i = 0; i < feeders; i++) {
                TopicPartition own = new TopicPartition("rooms.log", i);
                Source source = message(ACME, "lobby", "m" + i, "user:ada");
                fed.add(threads.submit(() -> {
                    for (int offset = 1; offset <= changes; offset++) {
                        index.feed()
                                .apply(List.of(put(source, offset, "tea")), Map.of(own, new Position(offset, 0, 0)));
                    }
                    return changes;
                }));
            }
            for (Future<Integer> one : fed) {
                assertEquals(changes, one.get());
            }
        }

        try (LuceneIndex index = open()) {
            Map<TopicPartition, Position> positions = index.feed().positions();
            assertEquals(feeders, positions.size());
            assertEquals(Set.of(new Position(changes, 0, 0)), Set.copyOf(positions.values()));
            assertEquals(feeders * changes, index.size());
        }
    }

    /// What kill -9 leaves behind is the directory as it is at that moment.
    @Test
    void aCrashLosesPositionsTogetherWithChanges() throws IOException {
        Path crashed = directory.resolve("crashed");
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea")), AT_17);
        }
        try (LuceneIndex index = TestIndex.neverCommitting(directory.resolve("index"))) {
            index.feed()
                    .apply(
                            List.of(put(message(ACME, "lobby", "m2", "user:ada"), 0, "black tea")),
                            Map.of(PARTITION, new Position(18, 4, 10)));
            await().untilAsserted(() -> assertEquals(List.of("m2"), find(index, "black", ALL_OF_LOBBY)));
            copy(directory.resolve("index"), crashed);
        }

        try (LuceneIndex index = TestIndex.at(crashed)) {
            assertEquals(AT_17, index.feed().positions());
            assertEquals(List.of("m1"), find(index, "tea", ALL_OF_LOBBY));
        }
    }

    @Test
    void anIndexThatIsLostWhileOpenIsBegunAnew() throws IOException {
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea")), AT_17);
            SearchIndex.Feed lost = index.feed();
            delete(directory.resolve("index"));
            List<Change> change = List.of(put(message(ACME, "lobby", "m2", "user:ada"), 0, "black tea"));
            awaitThatItIsLost(lost, change);

            assertEquals(Map.of(), index.feed().positions());
            // Who has not noticed must not go on behind what is missing.
            assertFalse(lost.isOpen());
            assertThrows(IOException.class, () -> lost.apply(change, AT_17));
            assertEquals(Map.of(), index.feed().positions());
            index.feed().apply(change, AT_17);
            await().untilAsserted(() -> assertEquals(List.of("m2"), find(index, "tea", ALL_OF_LOBBY)));
            assertEquals(AT_17, index.feed().positions());
        }
    }

    @Test
    void anIndexThatCannotBeOpenedIsNotTriedAllTheTime() throws IOException {
        try (LuceneIndex index = open()) {
            SearchIndex.Feed lost = index.feed();
            delete(directory.resolve("index"));
            List<Change> change = List.of(put(message(ACME, "lobby", "m1", "user:ada"), 0, "black tea"));
            awaitThatItIsLost(lost, change);
            Files.createDirectories(directory.resolve("index"));
            try (FSDirectory inUse = FSDirectory.open(directory.resolve("index"));
                    Lock _ = inUse.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
                assertThrows(LockObtainFailedException.class, index::feed);

                assertEquals(
                        IOException.class,
                        assertThrows(IOException.class, index::feed).getClass());
                assertThrows(IOException.class, index::view);
            }

            await().ignoreExceptions()
                    .untilAsserted(() -> assertEquals(Map.of(), index.feed().positions()));
            index.feed().apply(change, AT_17);
        }
    }

    private static void awaitThatItIsLost(SearchIndex.Feed index, List<Change> change) {
        await().untilAsserted(() -> assertInstanceOf(
                AlreadyClosedException.class,
                assertThrows(IOException.class, () -> index.apply(change, Map.of()))
                        .getCause()));
    }

    @Test
    void aDamagedIndexIsMovedAsideAndBegunAnew() throws IOException {
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea")), AT_17);
        }
        for (String damaged : List.of("segments_", "_")) {
            damage(damaged);

            try (LuceneIndex index = open()) {
                assertEquals(Map.of(), index.feed().positions(), damaged);
                assertEquals(0, index.size(), damaged);
                index.feed().apply(List.of(put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea")), AT_17);
            }
            assertTrue(Files.isDirectory(directory.resolve("index.broken")), damaged);
        }
    }

    /// Also while the index is open all the time.
    @Test
    void aDamagedIndexIsNotKeptForEver() throws IOException {
        Path broken = Files.createDirectories(directory.resolve("index.broken"));
        Files.writeString(broken.resolve("_0.cfs"), "what was deleted since");
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea")), AT_17);
            await().untilAsserted(() -> assertEquals(List.of("m1"), find(index, "tea", ALL_OF_LOBBY)));
            assertTrue(Files.exists(broken));

            Files.setLastModifiedTime(broken, FileTime.from(Instant.now().minus(Duration.ofDays(4))));

            await().until(() -> Files.notExists(broken));
        }
    }

    @Test
    void aDamagedIndexThatCannotBeDeletedIsToldOfOnceAndTriedAgain() throws IOException {
        Path broken = directory.resolve("index.broken");
        Path buried = bury(broken);
        Files.setLastModifiedTime(broken, FileTime.from(Instant.now().minus(Duration.ofDays(4))));
        List<Integer> told = new CopyOnWriteArrayList<>();
        Handler listener = new Listener(told);
        LOG.addHandler(listener);
        try (LuceneIndex index = open()) {
            for (int i = 0; i < 4; i++) {
                long before = commits();
                index.feed().apply(List.of(put(message(ACME, "lobby", "m" + i, "user:ada"), 0, "green tea")), AT_17);
                await().until(() -> commits() > before);
            }
            assertEquals(List.of(Level.WARNING.intValue()), told);

            Files.move(buried, directory.resolve("dug out"));

            await().until(() -> Files.notExists(broken));
            assertEquals(1, told.size());
        } finally {
            LOG.removeHandler(listener);
        }
    }

    @Test
    void anIndexOfAnotherModelIsBegunAnew() throws IOException {
        try (LuceneIndex index = open()) {
            index.feed().apply(List.of(put(message(ACME, "lobby", "m1", "user:ada"), 0, "green tea")), AT_17);
        }

        try (LuceneIndex index = LuceneIndex.open(directory.resolve("index"), "another", TestIndex.config())) {
            assertEquals(Map.of(), index.feed().positions());
            assertEquals(0, index.size());
        }
        assertTrue(Files.notExists(directory.resolve("index.broken")));
    }

    @Test
    void anIndexThatIsOpenElsewhereIsLeftAlone() throws IOException {
        try (LuceneIndex index = open()) {
            assertThrows(LockObtainFailedException.class, this::open);
            assertTrue(Files.notExists(directory.resolve("index.broken")));
            assertEquals(Map.of(), index.feed().positions());
        }
    }

    private LuceneIndex open() throws IOException {
        return TestIndex.at(directory.resolve("index"));
    }

    /// How many commits the index has had.
    private long commits() throws IOException {
        try (FSDirectory committed = FSDirectory.open(directory.resolve("index"))) {
            return SegmentInfos.getLastCommitGeneration(committed);
        }
    }

    /// Makes a directory that cannot be deleted, by whoever it is: what lies in it has paths that are too long.
    ///
    /// @return what is to be taken out of it, so that it can be
    private Path bury(Path broken) throws IOException {
        Path half = Path.of(String.join("/", Collections.nCopies(12, "d".repeat(200))));
        Path buried = Files.createDirectories(broken.resolve(half)).resolve("buried");
        Path other = directory.resolve("other");
        Files.createDirectories(other.resolve(half));
        return Files.move(other, buried);
    }

    private static void refresh(LuceneIndex index) throws IOException {
        // Reading the rooms looks at the newest state, and makes it the one that is searched.
        assertEquals(0, index.rooms().size());
    }

    private static List<String> find(LuceneIndex index, String words, Scope scope) throws IOException {
        try (SearchIndex.View view = index.view()) {
            return ids(view, view.byWords(words, scope, 10));
        }
    }

    private static Set<String> both(LuceneIndex index, Scope scope) throws IOException {
        try (SearchIndex.View view = index.view()) {
            Set<String> words = Set.copyOf(ids(view, view.byWords("tea", scope, 10)));
            Set<String> meaning = Set.copyOf(ids(view, view.byMeaning(vector(1), scope, -1, 10)));
            assertEquals(words, meaning);
            return words;
        }
    }

    private static List<String> ids(SearchIndex.View view, List<Hit> hits) throws IOException {
        return view.read(hits.stream().map(Hit::place).toList(), "tea").stream()
                .map(Found::source)
                .map(Source::id)
                .toList();
    }

    private static Scope scope(Grant... grants) {
        return new Scope(new Rights(ACME, Set.of(grants)), null, null);
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

    private void damage(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("index"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(prefix))
                    .toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(new byte[] {42, 42, 42, 42}), channel.size() / 2);
                }
            }
        }
    }

    /// Hears how grave what is logged is.
    private static final class Listener extends Handler {

        private final List<Integer> told;

        private Listener(List<Integer> told) {
            this.told = told;
        }

        @Override
        public void publish(LogRecord record) {
            told.add(record.getLevel().intValue());
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
