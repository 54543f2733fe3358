package dev.atrium.room.relay;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Json;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A node relays a room: here the owner itself, which makes no difference to the relay (RM-9).
@ComponentTest
final class RelayTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void spectatorsHearEveryMessageOnceAndInOrder() {
        Api.post(ada, room, "before");
        List<TestSocket> spectators = new ArrayList<>();
        List<String> contents = IntStream.range(0, 60).mapToObj(i -> "m" + i).toList();

        try (TestSocket adas = TestSocket.open(ada, room)) {
            for (int i = 0; i < contents.size(); i++) {
                if (i % 6 == 0) {
                    spectators.add(TestSocket.spectate(i % 12 == 0 ? bob : Api.anonymous(tenant), room, "?after=1"));
                }
                adas.send("c" + i, contents.get(i));
            }

            List<String> all =
                    Stream.concat(Stream.of("before"), contents.stream()).toList();
            for (TestSocket spectator : spectators) {
                assertEquals(all, spectator.awaitContents(all.size()));
                assertTrue(spectator.hello().path("complete").asBoolean());
                assertEquals("live", spectator.afterMissed().path("type").asText());
            }
        }
        spectators.forEach(TestSocket::close);
    }

    @Test
    void aSpectatorIsToldThatItOnlyWatches() {
        try (TestSocket spectator = TestSocket.spectate(bob, room, "")) {
            JsonNode hello = spectator.hello();
            assertTrue(hello.at("/you/relayed").asBoolean());
            assertFalse(hello.at("/you/canSend").asBoolean());
            assertEquals("user:bob", hello.at("/you/subject").asText());
            assertEquals(room, hello.at("/room/id").asText());

            spectator.send("c-1", "x");
            JsonNode refused = spectator.awaitAnswer();
            assertEquals("c-1", refused.path("clientId").asText());
            assertEquals(
                    ProblemType.ROOM_FULL.uri(), refused.at("/problem/type").asText());
            assertEquals(30_000, refused.path("retryAfterMs").asInt());
            spectator.text("{\"type\":\"ping\",\"time\":1}");
            assertEquals("pong", spectator.awaitAnswer().path("type").asText());
        }
    }

    @Test
    void spectatorsAreCountedButNotNamed() {
        try (TestSocket adas = TestSocket.open(ada, room)) {
            TestSocket first = TestSocket.spectate(bob, room, "");
            TestSocket second = TestSocket.spectate(Api.anonymous(tenant), room, "");

            adas.awaitFrame("presence", frame -> frame.path("viewers").asInt() == 2);
            JsonNode live =
                    Api.as(ada).get("/api/rooms/{id}/live", room).expect(200).json();
            assertEquals(1, live.path("people").asInt());
            assertEquals(2, live.path("viewers").asInt());
            assertFalse(live.toString().contains("bob"));
            assertFalse(live.toString().contains("service"));

            first.close();
            adas.awaitFrame("presence", frame -> frame.path("viewers").asInt() == 1);
            second.close();
            await().until(() ->
                    adas.frames("presence").getLast().path("viewers").asInt() == 0);
        }
    }

    @Test
    void spectatorsSeeWhatIsLive() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket early = TestSocket.spectate(bob, room, "")) {
            adas.text("{\"type\":\"cursor\",\"cursor\":{\"x\":1}}");
            adas.text("{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\"intro\"}");
            early.awaitFrame("cursors", _ -> true);
            early.awaitFrame("locks", _ -> true);

            try (TestSocket late = TestSocket.spectate(bob, room, "")) {
                JsonNode live = late.awaitFrame("live", _ -> true);
                assertEquals("intro", live.at("/locks/0/name").asText());
                assertEquals(1, live.at("/cursors/0/cursor/x").asInt());
                assertEquals(1, live.path("people").asInt());
            }
            assertEquals(1, early.frames("live").size());
            assertEquals(0, early.frames("lock").size());
            assertEquals(0, early.frames("ack").size());
        }
    }

    @Test
    void whoComesBackGetsWhatItMissed() {
        try (TestSocket _ = TestSocket.spectate(Api.anonymous(tenant), room, "")) {
            for (int i = 0; i < 5; i++) {
                Api.post(ada, room, "m" + i).expect(201);
            }

            try (TestSocket back = TestSocket.spectate(bob, room, "?after=3")) {
                assertEquals(List.of("m2", "m3", "m4"), back.awaitContents(3));
                assertTrue(back.hello().path("complete").asBoolean());
            }
        }
    }

    @Test
    void whoCannotBeToldWhatItMissedGetsASnapshot() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket _ = TestSocket.spectate(Api.anonymous(tenant), room, "")) {
            Api.post(ada, room, "first").expect(201);

            try (TestSocket liar = TestSocket.spectate(bob, room, "?after=999")) {
                assertEquals("live", liar.afterMissed().path("type").asText());
                assertFalse(liar.hello().path("complete").asBoolean());
                JsonNode snapshot = liar.frames("snapshot").getFirst();
                assertEquals("first", snapshot.at("/messages/0/content").asText());
                assertEquals(2, snapshot.path("sequence").asInt());

                adas.send("c", "second");
                assertEquals(List.of("second"), liar.awaitContents(1));
            }
        }
    }

    @Test
    void aSpectatorIsToldThatItsCredentialEndsAndGoesOnWithAnother() {
        Instant end = Instant.now().plusSeconds(50).truncatedTo(ChronoUnit.SECONDS);
        Instant later = end.plus(Duration.ofHours(1));
        try (TestSocket socket = TestSocket.spectate(TestTokens.until(end, bob), room, "")) {
            JsonNode due = socket.awaitFrame("renewal-due", _ -> true);
            assertEquals(end.toEpochMilli(), due.path("expiresAt").asLong());
            assertEquals(end.toEpochMilli(), socket.hello().at("/you/expiresAt").asLong());

            renew(socket, "bad", TestTokens.renewal(Api.user(tenant, "eve")));
            assertEquals(403, socket.awaitAnswer().at("/problem/status").asInt());
            renew(socket, "good", TestTokens.renewal(TestTokens.until(later, bob)));

            JsonNode renewed = socket.awaitFrame("renewed", _ -> true);
            assertEquals("good", renewed.path("clientId").asText());
            assertEquals(later.toEpochMilli(), renewed.at("/you/expiresAt").asLong());
            assertTrue(renewed.at("/you/relayed").asBoolean());
            Api.post(ada, room, "still here").expect(201);
            assertEquals(List.of("still here"), socket.awaitContents(1));
        }
    }

    @Test
    void aRenewedSpectatorIsAskedAboutAsBefore() {
        Caller renewed = TestTokens.until(Instant.now().plus(Duration.ofHours(1)), bob);
        try (TestSocket socket = TestSocket.spectate(bob, room, "")) {
            renew(socket, "r", TestTokens.renewal(renewed));
            socket.awaitFrame("renewed", _ -> true);

            Api.as(ada)
                    .body("{\"visibility\":\"private\"}")
                    .patch("/api/rooms/{id}", room)
                    .expect(200);

            assertEquals(4403, socket.awaitClose());
        }
    }

    @Test
    void onlyWhoMayReadTheRoomMayWatchIt() {
        String study = Api.newPrivateRoom(ada);

        assertRefused(404, bob, study);
        assertRefused(404, Api.anonymous(tenant), study);
        assertRefused(404, Api.user(Api.newTenant(), "ada"), room);
        try (TestSocket own = TestSocket.spectate(ada, study, "")) {
            assertEquals("Study", own.hello().at("/room/name").asText());
        }
    }

    @Test
    void whoIsKickedOrBannedIsSentAway() {
        try (TestSocket bobs = TestSocket.spectate(bob, room, "");
                TestSocket eves = TestSocket.spectate(Api.user(tenant, "eve"), room, "")) {
            Api.as(ada).delete("/api/rooms/{id}/members/user:bob", room).expect(204);
            assertEquals(4403, bobs.awaitClose());
            eves.awaitFrame("access", _ -> true);
            assertEquals(0, bobs.frames("access").size());

            try (TestSocket back = TestSocket.spectate(bob, room, "")) {
                Api.as(ada)
                        .body("{}")
                        .put("/api/rooms/{id}/bans/user:bob", room)
                        .expect(200);
                assertEquals(4403, back.awaitClose());
                assertRefused(404, bob, room);
            }
            Api.post(ada, room, "hello");
            assertEquals(List.of("hello"), eves.awaitContents(1));
        }
    }

    @Test
    void whoMayNotReadTheRoomAnyMoreHearsNothingMore() {
        try (TestSocket adas = TestSocket.spectate(ada, room, "");
                TestSocket bobs = TestSocket.spectate(bob, room, "");
                TestSocket nobody = TestSocket.spectate(Api.anonymous(tenant), room, "")) {
            Api.as(ada)
                    .body("{\"visibility\":\"private\",\"name\":\"Study\"}")
                    .patch("/api/rooms/{id}", room)
                    .expect(200);
            Api.post(ada, room, "secret");

            assertEquals(4403, bobs.awaitClose());
            assertEquals(4403, nobody.awaitClose());
            assertEquals(List.of("secret"), adas.awaitContents(1));
            adas.awaitFrame("room-changed", _ -> true);
            assertEquals(
                    0,
                    bobs.frames("room-changed").size()
                            + nobody.frames("room-changed").size());
            assertEquals(0, bobs.messages().size() + nobody.messages().size());
        }
    }

    @Test
    void whoWatchesARoomThatIsDeletedIsToldNotToComeBack() {
        try (TestSocket bobs = TestSocket.spectate(bob, room, "");
                TestSocket nobody = TestSocket.spectate(Api.anonymous(tenant), room, "")) {
            Api.as(ada).delete("/api/rooms/{id}", room).expect(204);

            for (TestSocket socket : List.of(bobs, nobody)) {
                assertEquals(4404, socket.awaitClose());
                assertEquals(
                        "room-deleted",
                        socket.frames("goodbye").getFirst().path("reason").asText());
            }
        }
        assertRefused(404, bob, room);
    }

    @Test
    void onlyNodesMayRelay() {
        CompletionException refused =
                assertThrows(CompletionException.class, () -> TestSocket.connect(ada, room, "relay", ""));
        assertEquals(403, status(refused));

        try (TestSocket adas = TestSocket.open(ada, room)) {
            adas.text("{\"type\":\"viewers\",\"count\":1000}");
            assertEquals(403, adas.awaitAnswer().at("/problem/status").asInt());
            adas.text("{\"type\":\"refresh\"}");
            assertEquals(403, adas.awaitAnswer().at("/problem/status").asInt());
        }
    }

    @Test
    void aFullRoomCanStillBeWatched() {
        List<TestSocket> seated = new ArrayList<>();
        for (int i = 0; i < RoomStack.SOCKETS_PER_ROOM; i++) {
            seated.add(TestSocket.open(ada, room));
        }

        try (TestSocket spectator = TestSocket.spectate(bob, room, "")) {
            Api.post(ada, room, "hello");
            assertEquals(List.of("hello"), spectator.awaitContents(1));
        }
        seated.forEach(TestSocket::close);
    }

    @Test
    void aRelayTakesAsManySpectatorsAsARoomHasSeats() {
        List<TestSocket> spectators = new ArrayList<>();
        for (int i = 0; i < RoomStack.SOCKETS_PER_ROOM; i++) {
            spectators.add(TestSocket.spectate(bob, room, ""));
        }

        assertRefused(503, bob, room);
        spectators.forEach(TestSocket::close);
    }

    private static void renew(TestSocket socket, String clientId, String token) {
        socket.text(Json.write(Map.of("type", "renew", "clientId", clientId, "token", token)));
    }

    private static void assertRefused(int status, Caller caller, String room) {
        assertEquals(
                status,
                status(assertThrows(
                        CompletionException.class, () -> TestSocket.connect(caller, room, "spectate", ""))));
    }

    private static int status(CompletionException refused) {
        return Objects.requireNonNull(refused.getCause()) instanceof WebSocketHandshakeException handshake
                ? handshake.getResponse().statusCode()
                : 0;
    }
}
