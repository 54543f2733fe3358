package dev.atrium.room.shard;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Shards move between nodes; what was acknowledged moves with them (RM-2).
@ComponentTest
final class TakeOverTest {

    private static final int ROOMS = 16;
    private static final int SHARDS = 8;

    @Inject
    Shards shards;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @AfterEach
    void shardsComeBack() {
        await().until(() -> shards.countOpen() == SHARDS);
    }

    @Test
    void acknowledgedMessagesMoveWithTheirShardAlsoIfNothingWasCheckpointed() {
        Map<RoomKey, List<String>> acknowledged = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            acknowledged.put(new RoomKey(new TenantId(tenant), Api.newRoom(ada)), new ArrayList<>());
        }

        SecondNode second = afterOutage(acknowledged);

        try (second) {
            await().until(() -> second.countOpen() == SHARDS / 2 && shards.countOpen() == SHARDS / 2);
            List<RoomKey> moved =
                    acknowledged.keySet().stream().filter(second::owns).toList();
            assertTrue(!moved.isEmpty());
            for (RoomKey key : moved) {
                assertEquals(acknowledged.get(key), contents(second.messages(key)));
                assertNotHere(key);
                assertRepeatedAndNew(second, key);
            }
        }
        await().until(() -> shards.countOpen() == SHARDS);
        acknowledged.forEach((key, contents) -> {
            List<String> present = as(ada).get("/api/rooms/{id}/messages?limit=200", key.room())
                    .expect(200)
                    .path("items.content");
            assertEquals(contents, present.subList(0, contents.size()));
        });
    }

    @Test
    void socketsOfAMovingShardAreToldToComeBack() {
        List<TestSocket> sockets = new ArrayList<>();
        List<RoomKey> keys = new ArrayList<>();
        Map<RoomKey, Long> tokens = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            String room = Api.newRoom(ada);
            RoomKey key = new RoomKey(new TenantId(tenant), room);
            TestSocket socket = TestSocket.open(ada, room);
            socket.text("{\"type\":\"playback\",\"playing\":true,\"position\":12.5}");
            socket.awaitFrame("playback", _ -> true);
            tokens.put(key, acquire(socket));
            keys.add(key);
            sockets.add(socket);
        }
        List<RoomKey> moved = new ArrayList<>();

        try (SecondNode second = new SecondNode()) {
            await().until(() -> second.countOpen() == SHARDS / 2);
            for (int i = 0; i < ROOMS; i++) {
                if (second.owns(keys.get(i))) {
                    moved.add(keys.get(i));
                    TestSocket socket = sockets.get(i);
                    assertEquals(1012, socket.awaitClose());
                    JsonNode goodbye = socket.awaitFrame("goodbye", _ -> true);
                    assertEquals("moved", goodbye.path("reason").asText());
                    assertFalse(goodbye.has("retryAfterMs"));
                } else {
                    sockets.get(i).send("c", "still here");
                    sockets.get(i).awaitAck("c");
                }
            }
        }
        await().until(() -> shards.countOpen() == SHARDS);
        moved.forEach(key -> assertNothingLivesThere(key, tokens.getOrDefault(key, Long.MAX_VALUE)));
        sockets.forEach(TestSocket::close);
    }

    /// Locks and the playback are memory of the node that had the room; the next lock has a higher token all the same.
    private void assertNothingLivesThere(RoomKey key, long token) {
        try (TestSocket back = TestSocket.open(ada, key.room())) {
            JsonNode live = back.afterMissed();
            assertTrue(live.path("locks").isEmpty() && live.path("playback").isMissingNode(), live::toString);
            assertTrue(acquire(back) > token);
        }
    }

    /// @return the token
    private static long acquire(TestSocket socket) {
        socket.text("{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\"p\",\"clientId\":\"l\"}");
        return socket.awaitFrame("lock", frame -> frame.path("event").asText().equals("granted"))
                .path("token")
                .asLong();
    }

    @Test
    void whoKeepsSendingGetsEveryMessageInOnceInItsOrder() {
        String room = Api.newRoom(ada);
        List<String> sent = new ArrayList<>();

        SecondNode second = new SecondNode();
        for (int i = 0; i < 150; i++) {
            if (i == 75) {
                second.close();
            }
            String content = "m" + i;
            sendUntilTaken(second, room, content);
            sent.add(content);
        }

        List<String> present = new ArrayList<>();
        await().untilAsserted(() -> {
            present.clear();
            present.addAll(as(ada).get("/api/rooms/{id}/messages?limit=200", room)
                    .expect(200)
                    .path("items.content"));
        });
        assertEquals(sent, present);
    }

    /// Messages are acknowledged while PostgreSQL is gone; then another node takes over, without any checkpoint of
    /// them.
    private SecondNode afterOutage(Map<RoomKey, List<String>> acknowledged) {
        List<SecondNode> started = new ArrayList<>();
        RoomStack.withoutPostgres(() -> {
            acknowledged.forEach((key, contents) -> {
                for (int i = 0; i < 5; i++) {
                    String content = "m" + i;
                    Api.post(ada, key.room(), content, "c-" + i).expect(201);
                    contents.add(content);
                }
            });
            SecondNode second = new SecondNode();
            started.add(second);
            await().until(() -> second.countOpen() == SHARDS / 2);
        });
        return started.getFirst();
    }

    private void assertNotHere(RoomKey key) {
        Api.post(ada, key.room(), "x").expect(503).header("Retry-After", notNullValue());
        as(ada).get("/api/rooms/{id}", key.room()).expect(503);
    }

    private void assertRepeatedAndNew(SecondNode second, RoomKey key) {
        Outcome repeated = submit(second, key, "c-4");
        Outcome fresh = submit(second, key, "new");

        assertEquals(6, ((Outcome.Repeated) repeated).message().sequence());
        assertEquals(7, ((Outcome.Done) fresh).event().sequence());
    }

    private void sendUntilTaken(SecondNode second, String room, String content) {
        RoomKey key = new RoomKey(new TenantId(tenant), room);
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            Answer answer = Api.post(ada, room, content, content);
            return answer.statusCode() < 300 || !(submit(second, key, content) instanceof Outcome.Refused);
        });
    }

    private static Outcome submit(SecondNode node, RoomKey key, String clientId) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Command.Post post = new Command.Post(
                new Actor("user:ada", "user-ada"), Ids.next().toString(), clientId, clientId, null, Novelty.LAST_DAY);
        node.rooms().submit(key, post, null, outcome::complete);
        return SecondNode.get(outcome);
    }

    private static List<String> contents(List<MessagePosted> messages) {
        return messages.stream().map(MessagePosted::content).toList();
    }
}
