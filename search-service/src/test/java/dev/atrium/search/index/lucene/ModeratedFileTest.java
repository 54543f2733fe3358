package dev.atrium.search.index.lucene;

import static dev.atrium.search.testing.Sources.ACME;
import static dev.atrium.search.testing.Sources.file;
import static dev.atrium.search.testing.Sources.message;
import static dev.atrium.search.testing.Sources.put;
import static dev.atrium.search.testing.Sources.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Found;
import dev.atrium.search.index.Grant;
import dev.atrium.search.index.Hit;
import dev.atrium.search.index.Moderated;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Rights;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import dev.atrium.search.testing.TestIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of messages that the moderation hides.
final class ModeratedFileTest {

    private static final Source FILE = file(ACME, "lobby", "f1", "user:ada", false);
    private static final Scope SCOPE =
            new Scope(new Rights(ACME, Set.of(Grant.room("lobby"), Grant.EVERYONE)), null, null);

    @TempDir
    Path directory;

    private LuceneIndex index;

    @BeforeEach
    void open() throws IOException {
        index = TestIndex.at(directory.resolve("index"));
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    @Test
    void aHiddenFileIsFoundByNobodyUntilItIsShown() throws IOException {
        apply(put(FILE, 0, "tea"), put(FILE, 1, "more tea"), put(message(ACME, "lobby", "m2", "user:ada"), 0, "tea"));

        apply(hidden("m1", 3));
        assertEquals(Set.of("m2"), found());

        apply(shown("m1", 4));
        assertEquals(Set.of("f1", "m2"), found());
    }

    @Test
    void aFileThatComesLaterOrAgainIsAsHiddenAsItWas() throws IOException {
        apply(hidden("m1", 3), put(FILE, 0, "tea"));
        assertEquals(Set.of(), found());

        apply(put(FILE, 0, "tea again"));
        assertEquals(Set.of(), found());

        index.close();
        open();
        apply(put(FILE, 1, "more tea"));
        assertEquals(Set.of(), found());

        apply(shown("m1", 4));
        assertEquals(Set.of("f1"), found());
    }

    @Test
    void whatIsReadAgainChangesNothing() throws IOException {
        apply(put(FILE, 0, "tea"), hidden("m1", 3), shown("m1", 4), hidden("m1", 5));

        apply(shown("m1", 4));
        assertEquals(Set.of(), found());
        apply(hidden("m1", 5));
        assertEquals(Set.of(), found());

        apply(shown("m1", 6), hidden("m1", 5));
        assertEquals(Set.of("f1"), found());
    }

    @Test
    void aFileThatComesWhileItIsHiddenIsHidden() throws Exception {
        int files = 300;
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Integer> hiding = other.submit(() -> {
                for (int i = 0; i < files; i++) {
                    apply(new Change.Moderate(new Moderated(ACME, "lobby", "m" + i, "f" + i, 3, true)));
                }
                return files;
            });
            for (int i = 0; i < files; i++) {
                apply(put(file(ACME, "lobby", "f" + i, "user:ada", false), 0, "tea"));
            }
            assertEquals(files, hiding.get());
        }

        assertEquals(Set.of(), found());
    }

    @Test
    void ofSeveralMessagesOneThatIsHiddenIsEnough() throws IOException {
        apply(put(FILE, 0, "tea"), hidden("m1", 3), hidden("m2", 4), shown("m1", 5));
        assertEquals(Set.of(), found());

        apply(shown("m2", 6));
        assertEquals(Set.of("f1"), found());
    }

    @Test
    void whatWasHiddenMeanwhileStaysSoWithItsVector() throws IOException {
        Change.Put put = new Change.Put(FILE, 0, List.of(Passage.ofWords("tea").awaiting()));
        apply(put);
        apply(hidden("m1", 3));

        apply(new Change.Embed(put, List.of(Optional.of(vector(1)))));
        assertEquals(Set.of(), found());

        apply(shown("m1", 4));
        assertEquals(Set.of("f1"), found());
        assertEquals(Optional.empty(), index.feed().awaiting("", 1));
    }

    @Test
    void onlyMessagesOfItsOwnRoomHideIt() throws IOException {
        Source own = file(ACME, null, "f2", "user:ada", true);
        apply(
                put(FILE, 0, "tea"),
                put(own, 0, "tea"),
                new Change.Moderate(new Moderated(ACME, "attic", "m1", "f1", 3, true)),
                new Change.Moderate(new Moderated(ACME, "lobby", "m1", "f2", 3, true)),
                new Change.Moderate(new Moderated(new TenantId("globex"), "lobby", "m1", "f1", 3, true)));

        assertEquals(Set.of("f1", "f2"), found());
    }

    private void apply(Change... changes) throws IOException {
        index.feed().apply(List.of(changes), Map.of());
    }

    private static Change hidden(String message, long sequence) {
        return new Change.Moderate(new Moderated(ACME, "lobby", message, "f1", sequence, true));
    }

    private static Change shown(String message, long sequence) {
        return new Change.Moderate(new Moderated(ACME, "lobby", message, "f1", sequence, false));
    }

    private Set<String> found() throws IOException {
        // Makes the newest state the one that is searched.
        index.rooms();
        try (SearchIndex.View view = index.view()) {
            List<Integer> places =
                    view.byWords("tea", SCOPE, 10).stream().map(Hit::place).toList();
            return view.read(places, "tea").stream()
                    .map(Found::source)
                    .map(Source::id)
                    .collect(Collectors.toSet());
        }
    }
}
