package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Up to where people have read, and what is left (RM-14).
@ComponentTest
final class UnreadTest {

    private static final String NOWHERE = "0198c2f0-0000-7000-8000-000000000001";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void messagesOfOthersBehindTheMarkerAreCounted() {
        Api.post(ada, room, "one");
        Api.post(bob, room, "bob's own");
        mention(bob.handle());
        String gone = Api.post(ada, room, "gone").path("id");
        as(ada).delete("/api/rooms/{id}/messages/{message}", room, gone);

        await().untilAsserted(() -> unread(bob)
                .body("lastSequence", equalTo(6))
                .body("unread", equalTo(2))
                .body("mentions", equalTo(1))
                .body("marker", equalTo(0)));

        mark(bob, 3)
                .expect(200)
                .body("marker", equalTo(3))
                .body("unread", equalTo(1))
                .body("mentions", equalTo(1))
                .body("roomId", equalTo(room));
        mark(bob, 5).body("unread", equalTo(0)).body("mentions", equalTo(0));
    }

    @Test
    void aMarkerOnlyGoesForwardAndNotBeyondTheRoom() {
        Api.post(ada, room, "one");
        mark(bob, 2).expect(200).body("marker", equalTo(2));

        mark(bob, 1).expect(200).body("marker", equalTo(2));
        mark(bob, 2).expect(200).body("marker", equalTo(2));
        mark(bob, 1_000).expect(400);

        unread(bob).body("marker", equalTo(2));
        unread(ada).body("marker", equalTo(0));
    }

    @Test
    void countingEndsAtAThousand() {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            for (int i = 0; i < 1_005; i++) {
                socket.send("c-" + i, "m");
                if (i % 100 == 99) {
                    socket.awaitAck("c-" + i);
                }
            }
            socket.awaitAck("c-1004");
        }

        awaitUnread(bob, 1_000, 0);
    }

    @Test
    void allRoomsThatOneReadsOrOwnsAreListed() {
        String bobs = Api.newPrivateRoom(bob);
        String other = Api.newRoom(ada);
        Api.post(ada, room, "hello");
        mark(bob, 1);
        await().until(() -> list(bob, "").<List<?>>path("items").size() == 2);

        Answer first = list(bob, "?limit=1");
        Answer second = list(bob, "?limit=1&cursor=" + first.path("nextCursor"));

        first.body("items.roomId", equalTo(List.of(bobs))).body("items[0].unread", equalTo(0));
        second.body("items.roomId", equalTo(List.of(room)))
                .body("items[0].unread", equalTo(1))
                .body("items[0].marker", equalTo(1));
        await().until(() -> list(ada, "").path("items.roomId"), List.of(other, room)::equals);
        assertTrue(list(Api.user(Api.newTenant(), "bob"), "")
                .<List<?>>path("items")
                .isEmpty());
    }

    @Test
    void roomsOfWhichOneIsAMemberAreListedBeforeTheyAreRead() {
        Caller cat = Api.user(tenant, "cat");
        as(ada).body(Map.of("role", "viewer"))
                .put("/api/rooms/{id}/members/user:cat", room)
                .expect(200);
        Api.post(ada, room, "hello");

        await().untilAsserted(() ->
                list(cat, "").body("items.roomId", equalTo(List.of(room))).body("items[0].unread", equalTo(1)));
        as(ada).delete("/api/rooms/{id}/members/user:cat", room).expect(204);

        await().untilAsserted(() -> list(cat, "").body("items", equalTo(List.of())));
    }

    @Test
    void onesOwnTabsAgreeAndTheOthersSeeIt() {
        Api.post(ada, room, "hello");
        try (TestSocket one = TestSocket.open(bob, room);
                TestSocket two = TestSocket.open(bob, room);
                TestSocket adas = TestSocket.open(ada, room)) {
            one.text("{\"type\":\"read\",\"clientId\":\"c-1\",\"upTo\":2}");

            assertEquals(2, one.awaitAck("c-1").path("sequence").asInt());
            for (TestSocket socket : List.of(two, adas)) {
                JsonNode seen = socket.awaitFrame("markers", UnreadTest::isBobs);
                assertEquals(2, seen.at("/markers/0/readUpTo").asInt());
            }
            one.text("{\"type\":\"read\",\"clientId\":\"c-2\",\"upTo\":1}");
            assertEquals(1, one.awaitAck("c-2").path("sequence").asInt());
        }
        try (TestSocket again = TestSocket.open(bob, room)) {
            assertEquals(2, again.hello().path("marker").asInt());
            again.awaitFrame("markers", UnreadTest::isBobs);
        }
    }

    @Test
    void manyMarkersAreOneEventASecond() {
        Api.post(ada, room, "hello");
        List<TestSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sockets.add(TestSocket.open(Api.reader(tenant, "reader-" + i), room));
        }

        long from = System.nanoTime();
        sockets.forEach(socket -> socket.text("{\"type\":\"read\",\"clientId\":\"c\",\"upTo\":2}"));
        sockets.forEach(socket -> socket.awaitAck("c"));

        int last = as(ada).get("/api/rooms/{id}", room).path("lastSequence");
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - from);
        assertTrue(last <= 2 + 2 + seconds, "events: " + last + " in " + seconds + " s");
        sockets.forEach(TestSocket::close);
    }

    @Test
    void markersNeedSomebodyWhoMayReadTheRoom() {
        String study = Api.newPrivateRoom(ada);

        mark(Api.reader(tenant, "eve"), 1).expect(200);
        mark(Api.anonymous(tenant), 1).expect(401);
        unread(Api.anonymous(tenant)).expect(401);
        as(Api.anonymous(tenant)).get("/api/unread").expect(401);
        for (String hidden : List.of(study, NOWHERE, "not-an-id")) {
            as(bob).body(Map.of("upTo", 1))
                    .put("/api/rooms/{id}/marker", hidden)
                    .expect(404);
            as(bob).get("/api/rooms/{id}/unread", hidden).expect(404);
        }
        as(Api.user(Api.newTenant(), "ada")).get("/api/rooms/{id}/unread", room).expect(404);
        try (TestSocket socket = TestSocket.open(Api.anonymous(tenant), room)) {
            socket.text("{\"type\":\"read\",\"clientId\":\"c\",\"upTo\":1}");
            assertEquals(401, socket.awaitAnswer().at("/problem/status").asInt());
            assertEquals(0, socket.hello().path("marker").asInt());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"upTo\":null}",
                "{\"upTo\":-1}",
                "{\"upTo\":\"x\"}",
                "{\"upTo\":1,\"x\":1}"
            })
    void whatIsNoMarkerIsRefused(String body) {
        as(bob).body(body).put("/api/rooms/{id}/marker", room).expect(400);

        as(ada).get("/api/rooms/{id}", room).body("lastSequence", equalTo(1));
    }

    private static boolean isBobs(JsonNode frame) {
        return frame.at("/markers/0/subject").asText().equals("user:bob");
    }

    private void mention(String handle) {
        as(ada).body(Map.of("content", "@" + handle + ", look", "mentions", List.of(handle)))
                .post("/api/rooms/{id}/messages", room)
                .expect(201);
    }

    private void awaitUnread(Caller caller, int unread, int mentions) {
        await().untilAsserted(
                        () -> unread(caller).body("unread", equalTo(unread)).body("mentions", equalTo(mentions)));
    }

    private Answer unread(Caller caller) {
        return as(caller).get("/api/rooms/{id}/unread", room);
    }

    private Answer mark(Caller caller, long upTo) {
        return as(caller).body(Map.of("upTo", upTo)).put("/api/rooms/{id}/marker", room);
    }

    private static Answer list(Caller caller, String query) {
        return as(caller).get("/api/unread" + query);
    }
}
