package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one has not sent yet, wherever one goes on writing (RM-12).
@ComponentTest
final class DraftTest {

    private static final String NOWHERE = "0198c2f0-0000-7000-8000-000000000001";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void aDraftIsThereAtOnceAndTheLastOneWins() {
        save(ada, "main", "one").expect(200).body("sequence", equalTo(2));
        save(ada, "other", "x").expect(200);
        save(ada, "main", "two").expect(200).body("content", equalTo("two"));

        assertEquals(List.of("two", "x"), contents(ada));
        as(ada).get("/api/rooms/{id}/drafts/main", room)
                .expect(200)
                .body("key", equalTo("main"))
                .body("content", equalTo("two"))
                .body("sequence", equalTo(4));
    }

    @Test
    void aDraftEndsByItselfOrWithItsMessage() {
        save(ada, "main", "one");
        save(ada, "answer", "x");
        save(ada, "third", "y");

        delete(ada, "main").expect(204);
        delete(ada, "main").expect(204);
        save(ada, "third", "").expect(200);
        as(ada).body(Map.of("content", "sent", "draft", "answer"))
                .post("/api/rooms/{id}/messages", room)
                .expect(201);

        assertEquals(List.of(), contents(ada));
        as(ada).get("/api/rooms/{id}/drafts/main", room).expect(404);
    }

    @Test
    void nobodyElseSeesADraft() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room)) {
            save(ada, "main", "not for bob");
            adas.awaitFrame("draft", frame -> true);
            Api.post(ada, room, "for all");
            bobs.awaitContents(1);

            assertEquals(List.of(), contents(bob));
            assertEquals(List.of(), bobs.frames("draft"));
        }
        as(bob).get("/api/rooms/{id}/drafts/main", room).expect(404);
        as(Api.anonymous(tenant)).get("/api/rooms/{id}/drafts", room).expect(401);
        as(Api.user(Api.newTenant(), "ada")).get("/api/rooms/{id}/drafts", room).expect(404);
        as(ada).get("/api/rooms/{id}/activity?type=draft-saved", room)
                .expect(200)
                .body("items.size()", equalTo(0));
    }

    @Test
    void otherSocketsOfThePersonFollow() {
        try (TestSocket one = TestSocket.open(ada, room);
                TestSocket two = TestSocket.open(ada, room)) {
            one.text("{\"type\":\"draft\",\"clientId\":\"c-1\",\"key\":\"main\",\"content\":\"hel\"}");
            assertEquals(2, one.awaitAck("c-1").path("sequence").asInt());
            JsonNode seen = two.awaitFrame("draft", frame -> true);
            assertEquals("hel", seen.path("content").asText());
            assertEquals("main", seen.path("key").asText());
            assertEquals(2, seen.path("sequence").asInt());

            two.text("{\"type\":\"send\",\"clientId\":\"c-2\",\"content\":\"hello\",\"draft\":\"main\"}");
            two.awaitAck("c-2");
            one.awaitFrame("draft", frame -> frame.path("content").asText().isEmpty());

            assertEquals(1, one.frames("draft").size());
            assertEquals(1, two.frames("draft").size());
            assertEquals(List.of(), contents(ada));
        }
    }

    @Test
    void draftsAreTakenWithoutPostgresAndThereLater() {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            RoomStack.withoutPostgres(() -> {
                socket.text("{\"type\":\"draft\",\"clientId\":\"c\",\"key\":\"main\",\"content\":\"kept\"}");
                socket.awaitAck("c");
                as(ada).get("/api/rooms/{id}/drafts", room).expect(503);
            });
        }
        await().untilAsserted(() -> assertEquals(List.of("kept"), contents(ada)));
    }

    @Test
    void writingDraftsNeedsTheScopeAndTheRoom() {
        String study = Api.newPrivateRoom(ada);

        save(Api.reader(tenant, "eve"), "main", "x").expect(403);
        save(Api.anonymous(tenant), "main", "x").expect(401);
        for (String hidden : List.of(study, NOWHERE, "not-an-id")) {
            as(bob).body(Map.of("content", "x"))
                    .put("/api/rooms/{id}/drafts/main", hidden)
                    .expect(404);
            as(bob).get("/api/rooms/{id}/drafts", hidden).expect(404);
            as(bob).delete("/api/rooms/{id}/drafts/main", hidden).expect(404);
        }
        assertEquals(1, as(ada).get("/api/rooms/{id}", study).<Integer>path("lastSequence"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"content\":null}",
                "{\"content\":\"\\u0000x\"}",
                "{\"content\":\"\\ud800\"}",
                "{\"content\":\"x\",\"more\":1}"
            })
    void whatIsNoDraftIsRefused(String body) {
        as(ada).body(body).put("/api/rooms/{id}/drafts/main", room).expect(400);

        as(ada).get("/api/rooms/{id}", room).body("lastSequence", equalTo(1));
    }

    @Test
    void keysAndContentsHaveLimits() {
        save(ada, "k".repeat(101), "x").expect(400);
        save(ada, "k", "x".repeat(16_001)).expect(400);
        as(ada).body(Map.of("content", "x", "draft", "a b"))
                .post("/api/rooms/{id}/messages", room)
                .expect(400);
        save(ada, "k".repeat(100), "🙂".repeat(16_000)).expect(200);
        assertEquals(List.of("🙂".repeat(16_000)), contents(ada));
    }

    private Answer save(Caller caller, String key, String content) {
        return as(caller).body(Map.of("content", content)).put("/api/rooms/{id}/drafts/{key}", room, key);
    }

    private Answer delete(Caller caller, String key) {
        return as(caller).delete("/api/rooms/{id}/drafts/{key}", room, key);
    }

    private List<String> contents(Caller caller) {
        return as(caller).get("/api/rooms/{id}/drafts", room).expect(200).path("items.content");
    }
}
