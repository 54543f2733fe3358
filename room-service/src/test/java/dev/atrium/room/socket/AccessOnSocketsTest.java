package dev.atrium.room.socket;

import static dev.atrium.room.testing.Api.as;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.testing.TinyBaseSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// A change of access is in force at once on open sockets (RM-6).
@ComponentTest
final class AccessOnSocketsTest {

    private static final String TIME = "NjEtLV-----AAAAA";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String lobby = Api.newRoom(ada);
    private final String study = Api.newPrivateRoom(ada);

    @Test
    void whoIsKickedIsSentAwayFromAllTabs() {
        member(study, bob, "editor");
        try (TestSocket adas = TestSocket.open(ada, study);
                TestSocket one = TestSocket.open(bob, study);
                TestSocket other = TestSocket.open(bob, study);
                TinyBaseSocket document = TinyBaseSocket.open(bob, study)) {
            Api.post(ada, study, "before").expect(201);

            as(ada).delete("/api/rooms/{id}/members/user:bob", study).expect(204);
            Api.post(ada, study, "after").expect(201);

            for (TestSocket socket : List.of(one, other)) {
                assertEquals(4403, socket.awaitClose());
                assertEquals(
                        "no-access",
                        socket.frames("goodbye").getFirst().path("reason").asText());
                assertEquals(List.of("before"), socket.awaitContents(1));
                assertTrue(socket.frames("access").isEmpty());
            }
            assertEquals("4403 no-access", document.awaitClose());
            JsonNode told = adas.awaitFrame("access", frame -> true);
            assertEquals("member-removed", told.path("change").asText());
            assertEquals("user:bob", told.path("subject").asText());
            assertEquals("user:ada", told.at("/by/subject").asText());
            adas.awaitFrame("presence", frame -> frame.path("left").toString().contains("user:bob"));
            assertThrows(CompletionException.class, () -> TestSocket.connect(bob, study, ""));
        }
    }

    @Test
    void alsoWhoIsNoMemberIsKickedAndMayComeBack() {
        try (TestSocket bobs = TestSocket.open(bob, lobby);
                TestSocket nobody = TestSocket.open(Api.anonymous(tenant), lobby)) {
            as(ada).delete("/api/rooms/{id}/members/user:bob", lobby).expect(204);

            assertEquals(4403, bobs.awaitClose());
            assertFalse(nobody.isClosed());
            try (TestSocket back = TestSocket.open(bob, lobby)) {
                assertEquals("editor", back.hello().at("/you/role").asText());
            }
        }
    }

    @Test
    void whoIsBannedIsSentAway() {
        try (TestSocket bobs = TestSocket.open(bob, lobby);
                TinyBaseSocket document = TinyBaseSocket.open(bob, lobby);
                TestSocket eves = TestSocket.open(Api.user(tenant, "eve"), lobby)) {
            as(ada).body(Map.of("reason", "noise"))
                    .put("/api/rooms/{id}/bans/user:bob", lobby)
                    .expect(200);

            assertEquals(4403, bobs.awaitClose());
            assertEquals("4403 no-access", document.awaitClose());
            JsonNode told = eves.awaitFrame("access", frame -> true);
            assertEquals("banned", told.path("change").asText());
            assertFalse(told.toString().contains("noise"));
            assertThrows(CompletionException.class, () -> TestSocket.connect(bob, lobby, ""));
        }
    }

    @Test
    void whoMakesARoomPrivateSendsTheOthersAway() {
        try (TestSocket adas = TestSocket.open(ada, lobby);
                TestSocket bobs = TestSocket.open(bob, lobby);
                TestSocket nobody = TestSocket.open(Api.anonymous(tenant), lobby);
                TinyBaseSocket document = TinyBaseSocket.open(Api.anonymous(tenant), lobby)) {
            as(ada).body(Map.of("visibility", "private", "name", "Study"))
                    .patch("/api/rooms/{id}", lobby)
                    .expect(200);

            assertEquals(4403, bobs.awaitClose());
            assertEquals(4403, nobody.awaitClose());
            assertEquals("4403 no-access", document.awaitClose());
            assertTrue(nobody.frames("room-changed").isEmpty());
            JsonNode changed = adas.awaitFrame("room-changed", frame -> true);
            assertEquals("Study", changed.at("/room/name").asText());
            assertEquals("private", changed.at("/room/visibility").asText());
            assertEquals(2, changed.path("sequence").asInt());
        }
    }

    @Test
    void aChannelOfARoomThatMayNotBeReadAnyMoreIsSilentAndTheOthersGoOn() {
        member(study, bob, "editor");
        try (TinyBaseSocket bobs = TinyBaseSocket.channels(bob, lobby);
                TinyBaseSocket adas = TinyBaseSocket.open(ada, study)) {
            join(bobs, lobby);
            join(bobs, study);
            // What the room says to a newcomer has come, once it answers.
            bobs.send("M\n" + study + "\n\n[\"early\",7,{}]");
            bobs.awaitText(text -> text.contains("\"early\""));

            as(ada).delete("/api/rooms/{id}/members/user:bob", study).expect(204);
            bobs.texts().clear();
            adas.write("v", "1", TIME);
            adas.await(2);
            bobs.send("M\n" + study + "\n\n[\"q\",7,{}]");
            bobs.send("M\n" + lobby + "\n\n[\"q\",7,{}]");

            bobs.awaitText(text -> text.startsWith("M\n" + lobby));
            assertTrue(bobs.texts().stream().noneMatch(text -> text.contains(study)));
        }
    }

    @Test
    void whoseRoleChangesHearsItAndHasTheNewRightsAtOnce() {
        member(study, bob, "viewer");
        try (TestSocket bobs = TestSocket.open(bob, study)) {
            assertEquals("viewer", bobs.hello().at("/you/role").asText());
            assertFalse(bobs.hello().at("/you/canSend").asBoolean());
            bobs.send("c-1", "too early");
            assertEquals(403, bobs.awaitAnswer().at("/problem/status").asInt());
            bobs.text("{\"type\":\"typing\"}");
            assertTrue(bobs.awaitAnswer().at("/problem/detail").asText().contains("'commenter'"));

            member(study, bob, "commenter");
            JsonNode rights = bobs.awaitFrame("rights", frame -> true);
            assertEquals("commenter", rights.at("/you/role").asText());
            assertTrue(rights.at("/you/canSend").asBoolean());
            bobs.send("c-2", "hello");
            bobs.awaitAck("c-2");
            lock(bobs, "acquire");
            assertTrue(bobs.awaitAnswer().at("/problem/detail").asText().contains("'editor'"));

            member(study, bob, "owner");
            bobs.awaitFrame("rights", frame -> frame.at("/you/role").asText().equals("owner"));
            lock(bobs, "steal");
            bobs.awaitFrame("lock", frame -> frame.path("event").asText().equals("granted"));
        }
    }

    @Test
    void whoMayNotHoldALockAnyMoreLosesItToWhoWaits() {
        try (TestSocket adas = TestSocket.open(ada, lobby);
                TestSocket bobs = TestSocket.open(bob, lobby)) {
            lock(bobs, "acquire");
            bobs.awaitFrame("lock", frame -> frame.path("event").asText().equals("granted"));
            lock(adas, "acquire");
            adas.awaitFrame("lock", frame -> frame.path("event").asText().equals("queued"));

            as(ada).body(Map.of("everyone", "commenter"))
                    .patch("/api/rooms/{id}", lobby)
                    .expect(200);

            bobs.awaitFrame("lock", frame -> frame.path("reason").asText().equals("revoked"));
            adas.awaitFrame("lock", frame -> frame.path("event").asText().equals("granted"));
        }
    }

    @Test
    void theLockOfWhoIsKickedIsFreeAtOnce() {
        try (TestSocket adas = TestSocket.open(ada, lobby);
                TestSocket bobs = TestSocket.open(bob, lobby)) {
            lock(bobs, "acquire");
            bobs.awaitFrame("lock", frame -> frame.path("event").asText().equals("granted"));

            as(ada).delete("/api/rooms/{id}/members/user:bob", lobby).expect(204);

            adas.awaitFrame("locks", frame -> frame.path("free").toString().contains("p"));
        }
    }

    @Test
    void whatAClientWritesWhoseRightWentIsTakenBack() {
        try (TinyBaseSocket adas = TinyBaseSocket.open(ada, lobby);
                TinyBaseSocket bobs = TinyBaseSocket.open(bob, lobby)) {
            bobs.write("v", "1", TIME);
            adas.awaitValue("v", "1");
            as(ada).body(Map.of("everyone", "commenter"))
                    .patch("/api/rooms/{id}", lobby)
                    .expect(200);

            bobs.write("v", "2", "NjEtLV----0AAAAA");

            assertEquals("1", bobs.await(3).at("/2/1/0/v/0").toString());
            assertEquals("1", adas.ask("q", 7, "{}").at("/0/v/0").toString());

            as(ada).body(Map.of("everyone", "editor"))
                    .patch("/api/rooms/{id}", lobby)
                    .expect(200);
            bobs.write("w", "3", TIME);
            adas.awaitValue("w", "3");
        }
    }

    @Test
    void ofLinksNobodyHears() {
        try (TestSocket adas = TestSocket.open(ada, study)) {
            String token = as(ada).body(Map.of("role", "viewer"))
                    .post("/api/rooms/{id}/links", study)
                    .path("token");
            as(bob).body(Map.of("token", token))
                    .post("/api/rooms/{id}/join", study)
                    .expect(200);

            JsonNode told = adas.awaitFrame("access", frame -> true);
            assertEquals("member-set", told.path("change").asText());
            assertEquals("viewer", told.path("role").asText());
            assertEquals(1, adas.frames("access").size());
        }
    }

    private void member(String room, Caller who, String role) {
        as(ada).body(Map.of("role", role, "handle", who.handle()))
                .put("/api/rooms/{id}/members/{subject}", room, who.subject())
                .expect(200);
    }

    private static void lock(TestSocket socket, String op) {
        socket.text("{\"type\":\"lock\",\"op\":\"" + op + "\",\"name\":\"p\"}");
    }

    private static void join(TinyBaseSocket socket, String room) {
        String subscribe = "S\n[\"subscribe\",-1,[1,\"" + room + "\"]]";
        socket.send(subscribe);
        socket.awaitText(subscribe::equals);
    }
}
