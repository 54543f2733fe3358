package dev.atrium.room.personal;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// Members of a room hear on their own sockets that there is something to read (RM-14).
@ComponentTest
final class UnreadPushTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = listener(tenant, "bob");
    private final String room = Api.newPrivateRoom(ada);

    @Test
    void membersHearOfMessagesOfOthers() {
        try (TestSocket bobs = own(bob);
                TestSocket adas = own(listener(tenant, "ada"))) {
            join("bob");
            Api.as(ada)
                    .body(Map.of("content", "look, @" + bob.handle(), "mentions", List.of(bob.handle())))
                    .post("/api/rooms/{id}/messages", room)
                    .expect(201);

            JsonNode told = bobs.awaitFrame("unread", _ -> true);
            assertEquals(room, told.path("room").asText());
            assertEquals(1, told.path("messages").asInt());
            assertTrue(told.path("lastSequence").asInt() >= 3);
            assertTrue(told.path("mentioned").asBoolean());
            assertFalse(told.has("marker"));

            Api.post(bob, room, "I do").expect(201);
            JsonNode answered = adas.awaitFrame("unread", _ -> true);
            assertEquals(1, answered.path("messages").asInt());
            assertFalse(answered.path("mentioned").asBoolean());
            assertEquals(1, bobs.frames("unread").size());
        }
    }

    @Test
    void whoIsAMemberAlreadyHearsOfItOnceThatIsKnown() {
        join("bob");
        try (TestSocket bobs = own(bob)) {
            await().until(() -> {
                Api.post(ada, room, "hello").expect(201);
                return !bobs.frames("unread").isEmpty();
            });
        }
    }

    @Test
    void onesOwnMarkerIsToldToAllOfOnesSockets() {
        Api.post(ada, room, "hello").expect(201);
        join("bob");
        try (TestSocket one = own(bob);
                TestSocket two = own(bob);
                TestSocket adas = own(listener(tenant, "ada"))) {
            Api.as(bob)
                    .body(Map.of("upTo", 2))
                    .put("/api/rooms/{id}/marker", room)
                    .expect(200);

            for (TestSocket socket : List.of(one, two)) {
                JsonNode told = socket.awaitFrame("unread", frame -> frame.has("marker"));
                assertEquals(2, told.path("marker").asInt());
                assertEquals(room, told.path("room").asText());
            }
            assertEquals(List.of(), adas.frames("unread"));
        }
    }

    @Test
    void whoIsNoMemberAndWhoMayNotReadRoomsHearsNothing() {
        try (TestSocket bobs = own(bob);
                TestSocket blind = own(TestTokens.caller("user:bob", tenant, "notifications:read"));
                TestSocket eves = own(listener(tenant, "eve"))) {
            join("bob");
            Api.post(ada, room, "for bob").expect(201);
            bobs.awaitFrame("unread", _ -> true);

            join("eve");
            Api.as(ada).delete("/api/rooms/{id}/members/user:bob", room).expect(204);
            Api.post(ada, room, "for eve").expect(201);

            assertEquals(
                    1, eves.awaitFrame("unread", _ -> true).path("messages").asInt());
            assertEquals(1, bobs.frames("unread").size());
            assertEquals(List.of(), blind.frames("unread"));
        }
    }

    private void join(String name) {
        Api.as(ada)
                .body(Map.of("role", "editor", "handle", name))
                .put("/api/rooms/{id}/members/user:{name}", room, name)
                .expect(200);
    }

    private static Caller listener(String tenant, String name) {
        return TestTokens.caller("user:" + name, tenant, "rooms:read", "rooms:write", "notifications:read");
    }

    /// The node may not have found its place yet.
    private static TestSocket own(Caller caller) {
        return await().ignoreException(CompletionException.class).until(() -> TestSocket.own(caller), _ -> true);
    }
}
