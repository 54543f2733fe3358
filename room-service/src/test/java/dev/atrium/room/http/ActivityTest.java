package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people did, for those to see who may read the room (RM-15).
@ComponentTest
final class ActivityTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void everythingThatWasDoneIsListedNewestFirstWithoutTexts() {
        String message = post(ada, "a secret word");
        edit(ada, message, "another word");
        react(bob, message, "👍");
        delete(ada, message);

        Answer list = awaitActivity(5);

        list.body("hasMore", equalTo(false))
                .body("items.sequence", equalTo(List.of(5, 4, 3, 2, 1)))
                .body(
                        "items.type",
                        equalTo(List.of(
                                "message-deleted", "message-reacted", "message-edited", "message-posted", "created")))
                .body(
                        "items.actor.subject",
                        equalTo(List.of("user:ada", "user:bob", "user:ada", "user:ada", "user:ada")))
                .body("items[0].subject", equalTo(message))
                .body("items[0].summary.message", equalTo(2))
                .body("items[1].summary.emoji", equalTo("👍"))
                .body("items[3].subject", equalTo(message))
                .body("items[4].subject", nullValue())
                .body("items[4].summary.name", equalTo("Lobby"));
        assertFalse(list.text().contains("word"), list.text());
    }

    @Test
    void pagesGoBothWaysWithoutGapOrRepetition() {
        for (int i = 0; i < 4; i++) {
            react(bob, post(ada, "m" + i), "+1");
        }
        awaitActivity(9);

        assertEquals(List.of(9, 8, 7, 6), sequences("limit=4"));
        assertEquals(List.of(5, 4, 3, 2), sequences("limit=4&before=6"));
        assertEquals(List.of(1), sequences("limit=4&before=2"));
        assertEquals(List.of(6, 5, 4, 3), sequences("limit=4&after=2"));
        assertEquals(List.of(9, 8, 7), sequences("limit=4&after=6"));
        activity("limit=4&after=2").body("hasMore", equalTo(true));
        activity("limit=4&after=6").body("hasMore", equalTo(false));
        activity("limit=4&before=6").body("hasMore", equalTo(true));
    }

    @Test
    void filtersTakeWhatOnePersonDidOrOneKindOfThing() {
        String message = post(ada, "hello");
        react(bob, message, "+1");
        react(ada, message, "+1");
        awaitActivity(4);

        assertEquals(List.of(3), sequences("actor=user:bob"));
        assertEquals(List.of(4, 3), sequences("type=message-reacted"));
        assertEquals(List.of(2), sequences("type=message-posted"));
        assertEquals(List.of(4), sequences("type=message-reacted&actor=user:ada"));
        assertEquals(List.of(), sequences("actor=user:eve"));
    }

    @Test
    void filtersTakeAllThatWasAboutOneThing() {
        String message = post(ada, "hello");
        String other = post(ada, "hello too");
        react(bob, message, "+1");
        react(bob, other, "+1");
        react(ada, message, "+1");
        awaitActivity(6);

        assertEquals(List.of(6, 4, 2), sequences("about=" + message));
        assertEquals(List.of(5, 3), sequences("about=" + other + "&limit=2"));
        assertEquals(List.of(6, 4), sequences("after=2&about=" + message));
        assertEquals(List.of(4), sequences("actor=user:bob&about=" + message));
        assertEquals(List.of(), sequences("about=user:bob"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "cursor=MQ",
                "limit=201",
                "limit=x",
                "before=-1",
                "after=x",
                "type=X",
                "type=%27",
                "actor=%00",
                "about=%00"
            })
    void whatIsNoPageIsRefused(String query) {
        activity(query)
                .expect(400)
                .contentType("application/problem+json")
                .body("errors[0].parameter", equalTo(query.substring(0, query.indexOf('='))));
    }

    @Test
    void whoeverMayReadTheRoomMayReadItsActivityAndNobodyElse() {
        String study = Api.newPrivateRoom(ada);

        as(Api.anonymous(tenant)).get("/api/rooms/{id}/activity", room).expect(200);
        as(ada).get("/api/rooms/{id}/activity", study).expect(200);
        for (Caller stranger : List.of(bob, Api.anonymous(tenant), Api.user(Api.newTenant(), "ada"))) {
            assertEquals(
                    as(bob).get("/api/rooms/{id}/activity", "0198c2f0-0000-7000-8000-000000000001")
                            .text(),
                    as(stranger).get("/api/rooms/{id}/activity", study).text());
        }
    }

    @Test
    void ownActivityIsThatOfAllRoomsNewestFirstInPages() {
        String study = Api.newPrivateRoom(ada);
        post(ada, "one");
        Api.post(bob, room, "not ada's").expect(201);
        Api.post(ada, study, "two").expect(201);
        await().until(() -> own(ada, "").<List<?>>path("items").size() == 4);

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = own(ada, "?limit=1" + cursor);
            seen.add(page.path("items[0].roomId") + " " + page.path("items[0].type"));
            String next = page.path("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());

        assertEquals(
                List.of(study + " message-posted", room + " message-posted", study + " created", room + " created"),
                seen);
        assertFalse(own(ada, "").text().contains("\"two\""));
    }

    @Test
    void ownActivityIsOnesOwnInOnesTenant() {
        post(ada, "one");
        await().until(() -> own(ada, "").<List<?>>path("items").size() == 2);

        assertTrue(own(bob, "").<List<?>>path("items").isEmpty());
        assertTrue(
                own(Api.user(Api.newTenant(), "ada"), "").<List<?>>path("items").isEmpty());
        as(Api.anonymous(tenant)).get("/api/me/activity").expect(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "MjAyNi0wMS0wMlQwMzowNDowNVo", "KzEwMDAwMDAwMDAtMTItMzFUMDA6MDA6MDBaIDEtMS0xLTEtMSAx"})
    void aCursorOfAnotherKindIsRefused(String cursor) {
        own(ada, "?cursor=" + cursor).expect(400).body("errors[0].parameter", equalTo("cursor"));
    }

    private Answer awaitActivity(int count) {
        return await().until(
                        () -> activity("limit=50"),
                        list -> list.<List<?>>path("items").size() == count);
    }

    private List<Integer> sequences(String query) {
        return activity(query).expect(200).path("items.sequence");
    }

    private Answer activity(String query) {
        return as(bob).get("/api/rooms/" + room + "/activity?" + query);
    }

    private static Answer own(Caller caller, String query) {
        return as(caller).get("/api/me/activity" + query);
    }

    private String post(Caller sender, String content) {
        return Api.post(sender, room, content).expect(201).path("id");
    }

    private void edit(Caller sender, String message, String content) {
        as(sender)
                .body(Map.of("content", content))
                .patch("/api/rooms/{id}/messages/{message}", room, message)
                .expect(200);
    }

    private void react(Caller by, String message, String emoji) {
        as(by).put("/api/rooms/{id}/messages/{message}/reactions/{emoji}", room, message, emoji)
                .expect(200);
    }

    private void delete(Caller by, String message) {
        as(by).delete("/api/rooms/{id}/messages/{message}", room, message).expect(200);
    }
}
