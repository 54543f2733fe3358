package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.testing.TinyBaseSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rooms that are gone.
@ComponentTest
final class DeleteRoomTest {

    private static final String DISSOLVE = "rooms:dissolve";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void onlyAnOwnerDeletesARoomAndThenItIsAsIfItHadNeverBeen() {
        String message = Api.post(bob, room, "hello").path("id");
        as(bob).delete("/api/rooms/{id}", room).expect(403);
        as(Api.user(Api.newTenant(), "ada")).delete("/api/rooms/{id}", room).expect(404);

        as(ada).delete("/api/rooms/{id}", room).expect(204);

        for (String path : List.of(
                "",
                "?at=1",
                "/messages",
                "/messages/" + message,
                "/messages?at=2",
                "/activity",
                "/members",
                "/live",
                "/objects",
                "/document",
                "/drafts",
                "/unread")) {
            as(ada).get("/api/rooms/" + room + path).expect(404).body("type", equalTo("/problems/not-found"));
        }
        Api.post(bob, room, "more").expect(404);
        as(ada).body(Map.of("name", "x")).patch("/api/rooms/{id}", room).expect(404);
        as(ada).delete("/api/rooms/{id}", room).expect(404);
        assertThrows(CompletionException.class, () -> TestSocket.connect(ada, room, ""));
    }

    @Test
    void whatIsDeletedIsInNoList() {
        Api.post(bob, room, "hello").expect(201);
        as(bob).body(Map.of("upTo", 1)).put("/api/rooms/{id}/marker", room).expect(200);
        String other = Api.newRoom(ada);
        Caller backup = TestTokens.caller("system:backup", tenant, "rooms:backup");

        as(ada).delete("/api/rooms/{id}", room).expect(204);

        await().until(() -> as(ada).get("/api/rooms").path("items.id"), List.of(other)::equals);
        as(ada).get("/api/rooms?mine=true&order=activity").body("items.id", equalTo(List.of(other)));
        as(bob).get("/api/unread").expect(200).body("items", empty());
        as(bob).get("/api/me/activity").expect(200).body("items", empty());
        as(backup).get("/internal/rooms").expect(200).body("items.id", equalTo(List.of(other)));
        as(backup).get("/internal/rooms/{id}", room).expect(404);
    }

    @Test
    void whoIsInItIsToldNotToComeBack() {
        try (TestSocket socket = TestSocket.open(bob, room);
                TinyBaseSocket document = TinyBaseSocket.open(bob, room)) {
            as(ada).delete("/api/rooms/{id}", room).expect(204);

            assertEquals(4404, socket.awaitClose());
            assertEquals(
                    "room-deleted",
                    socket.frames("goodbye").getFirst().path("reason").asText());
            assertTrue(document.awaitClose().startsWith("4404"), document::awaitClose);
        }
    }

    @Test
    void aRequestThatMadeARoomMakesNoOtherOne() {
        Map<String, String> body = Map.of("name", "Harbour");
        String made = as(ada).header("Idempotency-Key", "k")
                .body(body)
                .post("/api/rooms")
                .path("id");
        as(ada).delete("/api/rooms/{id}", made).expect(204);

        as(ada).header("Idempotency-Key", "k").body(body).post("/api/rooms").expect(409);
    }

    @Test
    void theDissolutionOfTheOrganisationDeletesAllRoomsAndNoneOfOthers() {
        String closed = Api.newPrivateRoom(bob);
        as(bob).body(Map.of("archived", true)).patch("/api/rooms/{id}", closed).expect(200);
        String lobby = as(boss()).get("/api/chat").path("id");
        String elsewhere = Api.newRoom(Api.user(Api.newTenant(), "ada"));
        Caller dissolution = TestTokens.caller("system:dissolution", tenant, DISSOLVE);
        List<String> all = Stream.of(room, closed, lobby).sorted().toList();
        await().until(() -> as(dissolution).get("/internal/rooms").expect(200).path("items.id"), all::equals);

        as(dissolution).delete("/api/rooms/{id}", elsewhere).expect(404);
        for (String one : all) {
            as(dissolution).delete("/api/rooms/{id}", one).expect(204);
            as(dissolution).delete("/api/rooms/{id}", one).expect(404);
            as(bob).get("/api/rooms/{id}", one).expect(404);
        }
        await().until(() -> as(dissolution).get("/internal/rooms").path("items.id"), List.of()::equals);
    }

    @Test
    void itIsJobsServiceAloneThatMayDoSoAndItMayNothingElse() {
        Caller dissolution = TestTokens.caller("system:dissolution", tenant, DISSOLVE);

        for (String path : List.of("/api/rooms/{id}", "/api/rooms/{id}/messages", "/internal/rooms/{id}/events")) {
            as(dissolution).get(path, room).expect(403);
        }
        as(dissolution).body(Map.of("name", "x")).patch("/api/rooms/{id}", room).expect(403);
        for (Caller other : List.of(
                TestTokens.caller("user:bob", tenant, DISSOLVE),
                TestTokens.caller("system:dissolution", tenant, "rooms:read", "rooms:write"))) {
            as(other).delete("/api/rooms/{id}", room).expect(other.may(DISSOLVE) ? 404 : 403);
        }
        as(TestTokens.caller("system:dissolution", tenant, "rooms:backup"))
                .delete("/api/rooms/{id}", room)
                .expect(403);
        as(ada).get("/api/rooms/{id}", room).expect(200);
    }

    private Caller boss() {
        return new Caller("user:boss", ada.tenant(), "boss", Set.of("admin"), ada.scopes());
    }

    @Test
    void theDefaultRoomStays() {
        String lobby = as(boss()).get("/api/chat").path("id");

        as(boss()).delete("/api/rooms/{id}", lobby).expect(409).body("type", equalTo("/problems/conflict"));
        as(bob).get("/api/rooms/{id}", lobby).expect(200);
    }
}
