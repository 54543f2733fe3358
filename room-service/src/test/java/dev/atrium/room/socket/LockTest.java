package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Locks on real sockets.
@ComponentTest
final class LockTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void aLockGoesFromHolderToWaiter() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room);
                TestSocket watching = TestSocket.open(Api.anonymous(tenant), room)) {
            lock(bobs, "acquire", "b-1");
            long first = told(bobs, "granted").path("token").asLong();
            lock(adas, "acquire", "a-1");
            assertEquals(1, told(adas, "queued").path("position").asInt());
            watching.awaitFrame(
                    "locks",
                    frame -> frame.at("/held/0/waiting").asInt() == 1
                            && frame.at("/held/0/holder/subject").asText().equals("user:bob"));

            lock(bobs, "release", "b-2");

            assertEquals("b-2", told(bobs, "released").path("clientId").asText());
            JsonNode granted = told(adas, "granted");
            assertEquals("a-1", granted.path("clientId").asText());
            assertTrue(granted.path("token").asLong() > first);
        }
    }

    @Test
    void aLockEndsWithItsLeaseAndIsTakenByTheOwnerOnly() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room)) {
            bobs.text("{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\"p\",\"ttlMs\":1000}");
            assertEquals("expired", told(bobs, "lost").path("reason").asText());

            lock(bobs, "acquire", "b-1");
            bobs.awaitFrame("lock", frame -> frame.path("clientId").asText().equals("b-1"));
            lock(adas, "steal", "a-1");
            bobs.awaitFrame("lock", frame -> frame.path("reason").asText().equals("stolen"));
            lock(bobs, "steal", "b-2");

            JsonNode refusal = bobs.awaitAnswer();
            assertEquals("b-2", refusal.path("clientId").asText());
            assertEquals(403, refusal.at("/problem/status").asInt());
        }
    }

    @Test
    void aLockIsFreeAtOnceWhenItsHolderSaysThatItIsDone() {
        try (TestSocket adas = TestSocket.open(ada, room)) {
            TestSocket bobs = TestSocket.open(bob, room);
            lock(bobs, "acquire", "b-1");
            told(bobs, "granted");

            bobs.quit();

            adas.awaitFrame("locks", frame -> frame.at("/free/0").asText().equals("p"));
        }
    }

    @Test
    void whoComesBackGetsTheOwnLockAgain() {
        long token;
        try (TestSocket bobs = TestSocket.open(bob, room)) {
            lock(bobs, "acquire", "b-1");
            token = told(bobs, "granted").path("token").asLong();
        }
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket again = TestSocket.open(bob, room)) {
            assertEquals(
                    token,
                    adas.awaitFrame("live", _ -> true).at("/locks/0/token").asLong());
            adas.text("{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\"p\",\"wait\":false}");
            assertEquals(409, adas.awaitAnswer().at("/problem/status").asInt());

            lock(again, "acquire", "b-2");

            assertTrue(told(again, "granted").path("token").asLong() > token);
        }
    }

    @Test
    void whoIsHereAndWhatIsLockedIsReadByHttp() {
        try (TestSocket bobs = TestSocket.open(bob, room);
                TestSocket adas = TestSocket.open(ada, room)) {
            lock(bobs, "acquire", "b-1");
            told(bobs, "granted");
            adas.awaitFrame("live", _ -> true);

            var first = Api.as(ada).get("/api/rooms/{id}/live?limit=1", room);

            assertEquals(200, first.statusCode());
            assertEquals(2, first.<Integer>path("people"));
            assertEquals("user:ada", first.path("here.items[0].subject"));
            assertEquals("p", first.path("locks[0].name"));
            assertEquals("user:bob", first.path("locks[0].holder.subject"));
            var second = Api.as(Api.anonymous(tenant))
                    .query("cursor", first.<String>path("here.nextCursor"))
                    .get("/api/rooms/{id}/live", room);
            assertEquals("user:bob", second.path("here.items[0].subject"));
            assertFalse(second.<Map<String, Object>>path("here").containsKey("nextCursor"));
        }
    }

    @Test
    void whatMayNotBeReadIsAsIfItWereNotThere() {
        String secret = Api.newPrivateRoom(ada);

        for (Caller caller : new Caller[] {bob, Api.anonymous(tenant), Api.user(Api.newTenant(), "ada")}) {
            Api.as(caller).get("/api/rooms/{id}/live", secret).expect(404);
        }
        Api.as(ada).get("/api/rooms/{id}/live", secret).expect(200);
        Api.as(ada).get("/api/rooms/{id}/live", "nowhere").expect(404);
        Api.as(ada).get("/api/rooms/{id}/live?limit=0", secret).expect(400);
        Api.as(ada).get("/api/rooms/{id}/live?cursor=!", secret).expect(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"lock\"}",
                "{\"type\":\"lock\",\"op\":\"acquire\"}",
                "{\"type\":\"lock\",\"op\":\"break\",\"name\":\"p\"}",
                "{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\" \"}",
                "{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\"\\ud800\"}",
                "{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\"p\",\"ttlMs\":999}",
                "{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\"p\",\"ttlMs\":1e99}",
                "{\"type\":\"lock\",\"op\":\"renew\",\"name\":\"p\",\"ttlMs\":300001}",
                "{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\"p\",\"wait\":1}",
                "{\"type\":\"lock\",\"op\":\"release\",\"name\":\"p\",\"ttlMs\":2000}"
            })
    void aFaultyFrameIsRefusedAndTheSocketStays(String text) {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.text(text);
            assertEquals(400, socket.awaitAnswer().at("/problem/status").asInt());

            lock(socket, "acquire", "a-1");

            told(socket, "granted");
        }
    }

    private static void lock(TestSocket socket, String operation, String clientId) {
        socket.text(
                "{\"type\":\"lock\",\"op\":\"%s\",\"name\":\"p\",\"clientId\":\"%s\"}".formatted(operation, clientId));
    }

    private static JsonNode told(TestSocket socket, String event) {
        return socket.awaitFrame("lock", frame -> frame.path("event").asText().equals(event));
    }
}
