package dev.atrium.room.http;

import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rooms as they were, by HTTP.
@ComponentTest
final class PastTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void messagesSayWhatTheySaidThen() {
        String first = Api.post(ada, room, "one").path("id");
        String secret = Api.post(ada, room, "secret").path("id");
        as(ada).body(Map.of("content", "two")).patch("/api/rooms/{id}/messages/{m}", room, first);
        as(ada).body(Map.of("content", "three")).patch("/api/rooms/{id}/messages/{m}", room, first);
        as(ada).delete("/api/rooms/{id}/messages/{m}", room, secret);

        messages("?at=1").expect(200).body("items", empty());
        messages("?at=2").body("items.content", contains("one"));
        messages("?at=3").body("items.content", contains("one", ""));
        messages("?at=4").body("items.content", contains("two", ""));
        messages("?at=5&limit=1&after=0")
                .body("items.content", contains("three"))
                .body("hasMore", equalTo(true));
        messages("?at=6").body("items.content", contains("three", ""));
        messages("?at=7").expect(400);
        messages("?at=0").expect(400);
        messages("?at=2&replyTo=" + first).expect(400);
    }

    @Test
    void reactionsAreThoseOfThen() {
        String id = Api.post(ada, room, "one").path("id");
        react(ada, id, "heart").expect(200);
        react(bob, id, "heart").expect(200);
        as(ada).delete("/api/rooms/{id}/messages/{m}/reactions/heart", room, id).expect(200);

        messages("?at=2").body("items[0].reactions", nullValue()).body("items[0].version", equalTo(2));
        messages("?at=3").body("items[0].reactions[0].subjects", contains("user:ada"));
        messages("?at=4").body("items[0].reactions[0].subjects", contains("user:ada", "user:bob"));
        messages("?at=5")
                .body("items[0].reactions[0].subjects", contains("user:bob"))
                .body("items[0].version", equalTo(5));
    }

    @Test
    void aRoomWithoutDocumentHasAnEmptyOne() {
        for (String at : List.of("", "?at=1")) {
            as(bob).get("/api/rooms/" + room + "/document" + at)
                    .expect(200)
                    .body("tables", equalTo(Map.of()))
                    .body("values", equalTo(Map.of()))
                    .body("sequence", equalTo(1));
        }
        as(bob).get("/api/rooms/" + room + "/document?at=2").expect(400);
    }

    @Test
    void whoMayNotReadTheRoomLearnsNothingOfItsPast() {
        String study = Api.newPrivateRoom(ada);
        String nowhere = "0198c2f0-0000-7000-8000-000000000001";

        for (Caller caller : List.of(bob, Api.user(Api.newTenant(), "ada"), Api.anonymous(tenant))) {
            for (String path : List.of(
                    "/document",
                    "/document?at=1",
                    "/document?at=9",
                    "/document/history?path=[\"v\",\"v\"]",
                    "/messages?at=1",
                    "/messages?at=9")) {
                Answer hidden = as(caller).get("/api/rooms/" + study + path);
                assertEquals(404, hidden.statusCode(), path);
                assertEquals(as(caller).get("/api/rooms/" + nowhere + path).text(), hidden.text(), path);
            }
        }
    }

    private Answer react(Caller caller, String message, String emoji) {
        return as(caller).put("/api/rooms/{id}/messages/{m}/reactions/{e}", room, message, emoji);
    }

    private Answer messages(String query) {
        return as(bob).get("/api/rooms/" + room + "/messages" + query);
    }
}
