package dev.atrium.room.lobby;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// `/api/chat` is the default room of who asks (RM-1).
@ComponentTest
final class LobbyTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller grace = Api.user(tenant, "grace");

    @Test
    void whoComesFirstFindsARoomInWhichEverybodyOfTheTenantWrites() {
        Answer answer = ask(ada);

        String room = answer.path("id");
        answer.expect(200)
                .body("name", equalTo("Lobby"))
                .body("kind", equalTo("chat"))
                .body("visibility", equalTo("public"))
                .body("everyone", equalTo("editor"))
                .body("owner.subject", equalTo("system:lobby"))
                .body("lastSequence", equalTo(1));
        assertEquals("/api/rooms/" + room, answer.header("Content-Location"));
        Api.post(grace, room, "Hello").expect(201);
        as(Api.anonymous(tenant)).get("/api/chat").expect(200).body("id", equalTo(room));
        await().untilAsserted(() -> as(grace).get("/api/rooms").body("items.id", contains(room)));
        as(grace).body(Map.of("name", "Mine")).patch("/api/rooms/{id}", room).expect(403);
    }

    @Test
    void aSocketAtTheSameAddressJoinsIt() {
        try (TestSocket adas = socket(ada, "");
                TestSocket graces = socket(grace, "");
                TestSocket nobodys = socket(Api.anonymous(tenant), "")) {
            adas.send("c-1", "Is anybody here?");
            long sequence = adas.awaitAck("c-1").path("sequence").asLong();
            graces.send("c-2", "I am");

            assertEquals(List.of("Is anybody here?", "I am"), nobodys.awaitContents(2));
            assertFalse(nobodys.hello().at("/you/canSend").asBoolean());
            try (TestSocket back = socket(ada, "?after=" + sequence)) {
                assertEquals(List.of("I am"), back.awaitContents(1));
            }
            String room = adas.hello().at("/room/id").asText();
            assertEquals(room, ask(grace).path("id"));
            as(grace).get("/api/rooms/{id}/messages", room).body("items", hasSize(2));
        }
    }

    /// Half by HTTP, half by sockets.
    @Test
    void manyWhoComeFirstAtOnceMeetInOneRoom() {
        List<String> rooms = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> found(Api.user(tenant, "u" + i), i % 2 == 0), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertEquals(1, Set.copyOf(rooms).size(), rooms.toString());
        await().untilAsserted(() -> as(ada).get("/api/rooms").body("items.id", contains(rooms.getFirst())));
        as(ada).get("/api/rooms/{id}", rooms.getFirst()).body("lastSequence", equalTo(1));
    }

    @Test
    void anotherTenantHasAnother() {
        Caller eve = Api.user(Api.newTenant(), "eve");
        String room = ask(ada).path("id");

        assertNotEquals(room, ask(eve).path("id"));
        as(eve).get("/api/rooms/{id}", room).expect(404);
    }

    @Test
    void administratorsBecomeItsOwnersAndMayDoWithItWhatTheyWant() {
        Caller admin = new Caller(
                "user:admin", new TenantId(tenant), "admin", Set.of("admin"), Set.of("rooms:read", "rooms:write"));
        String room = ask(ada).path("id");

        ask(admin).expect(200);
        ask(admin).expect(200);

        as(admin)
                .get("/api/rooms/{id}/members", room)
                .body("items.subject", hasItem("user:admin"))
                .body("items", hasSize(2));
        as(admin)
                .body(Map.of("name", "Canteen", "visibility", "private"))
                .patch("/api/rooms/{id}", room)
                .expect(200);
        ask(admin).expect(200).body("name", equalTo("Canteen"));
        as(ada).get("/api/chat").expect(404);
        as(Api.anonymous(tenant)).get("/api/chat").expect(404);
    }

    @Test
    void itNeedsTheRightToReadRooms() {
        Caller files = new Caller("user:files", new TenantId(tenant), "files", Set.of(), Set.of("files:read"));

        as(files).get("/api/chat").expect(403);
    }

    private static String found(Caller caller, boolean bySocket) {
        if (!bySocket) {
            return ask(caller).path("id");
        }
        try (TestSocket socket = socket(caller, "")) {
            return socket.hello().at("/room/id").asText();
        }
    }

    /// The node may be about to take its shards: until then it answers 503.
    private static Answer ask(Caller caller) {
        return await().pollDelay(Duration.ZERO)
                .until(() -> as(caller).get("/api/chat"), answer -> answer.statusCode() != 503);
    }

    private static TestSocket socket(Caller caller, String query) {
        assertTrue(ask(caller).statusCode() == 200);
        return TestSocket.openAt(caller, "/api/chat" + query);
    }
}
