package dev.atrium.search.query;

import static dev.atrium.platform.roomlog.RoomEvent.Visibility.PRIVATE;
import static dev.atrium.platform.roomlog.RoomEvent.Visibility.PUBLIC;
import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.search.testing.Api.caller;
import static dev.atrium.search.testing.Api.find;
import static dev.atrium.search.testing.Api.search;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestStack;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.search.ingest.Ingest;
import dev.atrium.search.testing.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "parts", value = "kafka"))
final class SearchApiTest {

    private static final Caller ADA = caller("user:ada", "acme");
    private static final Caller BOB = caller("user:bob", "acme");
    private static final Caller GLOBEX = caller("user:ada", "globex");
    private static final Caller NOBODY = caller(Caller.ANONYMOUS, "commons");

    @Inject
    Topics topics;

    @Inject
    Ingest ingest;

    @BeforeEach
    void hasCaughtUp() {
        await().until(ingest::caughtUp);
    }

    @Test
    void aMessageIsFoundByItsWords() {
        String room = topics.createRoom("acme", "user:ada", PUBLIC);
        String message = topics.post("acme", room, "user:bob", "The <script>zebras</script> crossed & left.");

        await().until(() -> find(ADA, "zebra").contains(message));

        search(ADA, Map.of("q", "zebra", "kind", "message", "room", room))
                .expect(200)
                .body("mode", equalTo("hybrid"))
                .body("nextCursor", nullValue())
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("message"))
                .body("items[0].id", equalTo(message))
                .body("items[0].roomId", equalTo(room))
                .body("items[0].sequence", equalTo(2))
                .body("items[0].author", equalTo("the-user-bob"))
                .body("items[0].createdAt", containsString("T"))
                .body(
                        "items[0].snippet",
                        equalTo("The &lt;script&gt;<mark>zebras</mark>&lt;/script&gt; crossed &amp; left."))
                .body("items[0].score", lessThanOrEqualTo(1.0))
                .body("items[0]", not(hasKey("title")));
    }

    @Test
    void aMessageIsFoundByItsMeaningAlone() {
        String room = topics.createRoom("acme", "user:ada", PRIVATE);
        String wanted = topics.post("acme", room, "user:ada", "I would like my money back for what I bought.");
        String other = topics.post("acme", room, "user:ada", "The river flooded the valley again this spring.");

        await().until(() -> find(ADA, "flooded valley").contains(other));
        await().untilAsserted(() -> assertEquals(
                List.of(wanted), ids(search(ADA, Map.of("q", "how can customers obtain refunds", "room", room)))));
    }

    @Test
    void aPrivateRoomIsForItsOwnerAlone() {
        String room = topics.createRoom("acme", "user:ada", PRIVATE);
        String message = topics.post("acme", room, "user:bob", "The quokka smiles");

        await().until(() -> find(ADA, "quokka").contains(message));

        for (Caller other : List.of(BOB, GLOBEX, NOBODY, caller(Caller.ANONYMOUS, "acme"))) {
            assertFalse(find(other, "quokka").contains(message), other.toString());
        }
        search(BOB, Map.of("q", "quokka", "room", room)).expect(200).body("items", empty());
    }

    @Test
    void aForeignTenantAndAnUnknownRoomLookTheSame() {
        String room = topics.createRoom("globex", "user:ada", PUBLIC);
        String message = topics.post("globex", room, "user:ada", "The axolotl grows its legs again");
        await().until(() -> find(GLOBEX, "axolotl").contains(message));

        String foreign =
                search(ADA, Map.of("q", "axolotl", "room", room)).expect(200).text();
        String unknown = search(ADA, Map.of("q", "axolotl", "room", "0192b2a0-0000-7000-8000-000000000000"))
                .expect(200)
                .text();

        assertEquals(unknown, foreign);
        assertFalse(find(ADA, "axolotl").contains(message));
    }

    @Test
    void anonymousCallersFindWhatIsPublicInTheCommons() {
        String open = topics.createRoom("commons", "key:1", PUBLIC);
        String closed = topics.createRoom("commons", Caller.ANONYMOUS, PRIVATE);
        String hidden = topics.post("commons", closed, Caller.ANONYMOUS, "The narwhal is hidden");
        String message = topics.post("commons", open, Caller.ANONYMOUS, "The narwhal is visible");

        await().until(() -> find(NOBODY, "narwhal").contains(message));

        assertFalse(find(NOBODY, "narwhal").contains(hidden));
    }

    @Test
    void filesAreFoundByTextAndNameWithinTheirAccess() {
        Event.FileInfo mine = Topics.file("wombats.txt", "user:ada", false);
        Event.FileInfo everyones = Topics.file("wombats-for-all.txt", "user:ada", true);
        Event.FileInfo lost = Topics.inRoom(Topics.file("wombats-lost.txt", "user:ada", true), "no-such-room");
        TenantId acme = new TenantId("acme");
        for (Event.FileInfo file : List.of(lost, mine, everyones)) {
            topics.write(new Event.FileText(acme, file, 0, 2, "Burrows are dug at night."));
            topics.write(new Event.FileText(acme, file, 1, 2, "Marsupials have pouches."));
            topics.write(new Event.FileReady(acme, file, false, true));
        }
        Event.FileInfo picture = Topics.file("wombat picture.png", "user:ada", false);
        topics.write(new Event.FileReady(acme, picture, true, false));

        await().until(() -> find(ADA, "wombat picture").contains(picture.id())
                && find(ADA, "marsupial pouch").containsAll(List.of(mine.id(), everyones.id())));

        List<String> adas = find(ADA, "burrows dug at night");
        List<String> bobs = find(BOB, "burrows dug at night");
        assertTrue(adas.contains(mine.id()) && adas.contains(everyones.id()) && !adas.contains(lost.id()));
        assertTrue(!bobs.contains(mine.id()) && bobs.contains(everyones.id()) && !bobs.contains(lost.id()));
        search(ADA, Map.of("q", "wombat picture", "kind", "file", "limit", 1))
                .body("items[0].title", equalTo("wombat picture.png"))
                .body("items[0].snippet", containsString("<mark>"))
                .body("items[0].kind", equalTo("file"));
    }

    @Test
    void pagesGoOnWithoutGapOrRepetition() {
        String room = topics.createRoom("acme", "user:ada", PUBLIC);
        for (int i = 0; i < 23; i++) {
            topics.post("acme", room, "user:ada", "The pangolin number " + i + " " + "rolls up ".repeat(i));
        }
        Map<String, Object> whole = Map.of("q", "pangolin", "room", room);
        await().until(() -> ids(search(ADA, whole)).size() == 23);

        // The order changes as long as there are meanings to be added.
        await().untilAsserted(() -> assertEquals(ids(search(ADA, whole)), paged(whole)));
    }

    private static List<String> paged(Map<String, Object> whole) {
        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            Map<String, Object> parameters = new HashMap<>(whole);
            parameters.put("limit", 10);
            if (cursor != null) {
                parameters.put("cursor", cursor);
            }
            Answer page = search(ADA, parameters).body("items", hasSize(paged.size() < 20 ? 10 : 3));
            paged.addAll(ids(page));
            cursor = page.path("nextCursor");
        } while (cursor != null);
        return paged;
    }

    @Test
    void nothingFoundIsAnEmptyList() {
        for (String nothing : List.of("qwxzkjv", "of the", "\"", "* OR *:*", "\0", "😀", "(((", "x".repeat(512))) {
            search(caller("user:ada", "nowhere"), Map.of("q", nothing))
                    .expect(200)
                    .body("items", empty())
                    .body("nextCursor", nullValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"q,''", "q,'  '", "limit,0", "limit,201", "limit,x", "cursor,AAAA", "kind,room"})
    void whatIsOutOfBoundsIsNamed(String parameter, String value) {
        Map<String, Object> parameters =
                parameter.equals("q") ? Map.of("q", value) : Map.of("q", "tea", parameter, value);

        search(ADA, parameters)
                .expect(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"))
                .body("errors[0].parameter", equalTo(parameter));
    }

    @Test
    void aQuestionHasOneTo512Characters() {
        search(ADA, Map.of()).expect(400).body("errors[0].parameter", equalTo("q"));
        search(ADA, Map.of("q", "x".repeat(513))).expect(400).body("errors[0].parameter", equalTo("q"));
    }

    @Test
    void onlyACallerWithTheScopeIsAnswered() {
        Request.plain()
                .query("q", "tea")
                .get("/api/search")
                .expect(401)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/unauthenticated"));
        Request.plain()
                .bearer("not.a.token")
                .query("q", "tea")
                .get("/api/search")
                .expect(401)
                .contentType("application/problem+json");
        Request.plain()
                .bearer(TestTokens.of(TestTokens.caller("user:ada", "acme", "rooms:read")))
                .query("q", "tea")
                .get("/api/search")
                .expect(403)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/forbidden"));
        Request.plain().get("/api/nothing").expect(401);
        Request.plain()
                .bearer(TestTokens.of(ADA))
                .get("/api/search/deeper")
                .expect(404)
                .contentType("application/problem+json");
        Request.plain()
                .bearer(TestTokens.of(ADA))
                .body("{}")
                .post("/api/search")
                .expect(405)
                .contentType("application/problem+json");
    }

    @Test
    void whatIsWrittenLaterIsFoundToo() {
        String room = topics.createRoom("acme", "user:ada", PUBLIC);
        String first = topics.post("acme", room, "user:ada", "Warm up the capybara");
        await().until(() -> find(ADA, "capybara").contains(first));

        String second = topics.post("acme", room, "user:ada", "Another capybara arrives");

        await().until(() -> find(ADA, "capybara").contains(second));
    }

    private static List<String> ids(Answer found) {
        return found.expect(200).path("items.id");
    }
}
