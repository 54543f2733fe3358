package dev.atrium.room.sync;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.testing.TinyBaseSocket;
import org.junit.jupiter.api.Test;

/// Who shares a room's document is in the room.
@ComponentTest
final class SyncPresenceTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void whoSharesTheDocumentIsNamedUntilItLeaves() {
        try (TestSocket watching = TestSocket.open(ada, room)) {
            TinyBaseSocket bobs = TinyBaseSocket.open(bob, room);

            JsonNode came = watching.awaitFrame(
                    "presence", frame -> frame.path("here").toString().contains("user:bob"));
            assertEquals(2, came.path("people").asInt());
            bobs.close();
            JsonNode left = watching.awaitFrame(
                    "presence", frame -> frame.path("left").toString().contains("user:bob"));
            assertEquals(1, left.path("people").asInt());
        }
    }

    @Test
    void aPersonWithBothKindsOfSocketsCountsOnceAndStrangersOnlyAsViewers() {
        try (TestSocket _ = TestSocket.open(ada, room);
                TinyBaseSocket _ = TinyBaseSocket.open(ada, room);
                TinyBaseSocket channels = TinyBaseSocket.channels(bob, room);
                TinyBaseSocket _ = TinyBaseSocket.open(Api.anonymous(tenant), room)) {
            assertEquals(1, live().path("people").asInt());
            assertEquals(1, live().path("viewers").asInt());

            channels.send("S\n[\"s\",-1,[1,\"" + room + "\"]]");
            await().until(() -> live().path("people").asInt() == 2);
            channels.send("S\n[null,-1,[2,\"" + room + "\"]]");
            await().until(() -> live().path("people").asInt() == 1);
        }
        await().until(() ->
                live().path("people").asInt() == 0 && live().path("viewers").asInt() == 0);
    }

    @Test
    void whatItMayDoIsNotToldWhereOnlyTheDocumentIsSpokenOf() {
        try (TinyBaseSocket bobs = TinyBaseSocket.open(bob, room)) {
            Api.as(ada)
                    .body("{\"role\":\"viewer\"}")
                    .put("/api/rooms/{id}/members/{subject}", room, bob.subject())
                    .expect(200);
            Api.as(ada)
                    .body("{\"visibility\":\"private\"}")
                    .patch("/api/rooms/{id}", room)
                    .expect(200);

            bobs.write("v", "1", "NjEtLV-----AAAAA");
            bobs.awaitText(text -> text.contains("\"v\":"));
            assertTrue(bobs.texts().stream().allMatch(text -> text.startsWith("S\n[")));
        }
    }

    @Test
    void whoIsSentOutIsNotThereAnyMore() {
        try (TestSocket watching = TestSocket.open(ada, room);
                TinyBaseSocket bobs = TinyBaseSocket.open(bob, room)) {
            watching.awaitFrame(
                    "presence", frame -> frame.path("here").toString().contains("user:bob"));

            Api.as(ada)
                    .delete("/api/rooms/{id}/members/{subject}", room, bob.subject())
                    .expect(204);

            watching.awaitFrame(
                    "presence", frame -> frame.path("left").toString().contains("user:bob"));
            assertEquals("4403 no-access", bobs.awaitClose());
        }
    }

    private JsonNode live() {
        return Api.as(ada).get("/api/rooms/{id}/live", room).expect(200).json();
    }
}
