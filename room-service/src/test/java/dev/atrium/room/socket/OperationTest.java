package dev.atrium.room.socket;

import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Operations on real sockets.
@ComponentTest
final class OperationTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void whatCountsIsAcknowledgedAndToldToAll() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket watching = TestSocket.open(Api.anonymous(tenant), room)) {
            operate(adas, "o-1", "{'op':'put','path':'a','value':{'x':null}},{'op':'remove','path':'b'}");

            assertEquals(2, adas.awaitAck("o-1").path("sequence").asInt());
            for (TestSocket socket : List.of(adas, watching)) {
                JsonNode op = socket.awaitFrame("op", _ -> true);
                assertEquals(2, op.path("sequence").asInt());
                assertEquals(1, op.path("objects").size());
                assertEquals("a", op.at("/objects/0/path").asText());
                assertTrue(op.at("/objects/0/value/x").isNull());
                assertEquals("user:ada", op.at("/objects/0/by/subject").asText());
            }
        }
    }

    @Test
    void whatIsSentAgainIsAppliedOnce() {
        try (TestSocket adas = TestSocket.open(ada, room)) {
            operate(adas, "o-1", "{'op':'put','path':'a','value':1}");
            adas.awaitAck("o-1");
            operate(adas, "o-2", "{'op':'put','path':'a','value':2}");
            adas.awaitAck("o-2");
        }
        try (TestSocket again = TestSocket.open(ada, room)) {
            assertEquals(1, again.hello().path("objects").asInt());
            operate(again, "o-1", "{'op':'put','path':'a','value':1}");

            assertEquals(2, again.awaitAck("o-1").path("sequence").asInt());
            as(ada).get("/api/rooms/{id}/object?path=a", room).body("value", equalTo(2));
        }
    }

    @Test
    void whoComesBackGetsWhatChangedAsItIsNow() {
        try (TestSocket adas = TestSocket.open(ada, room)) {
            operate(adas, "o-1", "{'op':'put','path':'a','value':1},{'op':'put','path':'b','value':1}");
            operate(adas, "o-2", "{'op':'put','path':'c','value':1}");
            adas.send("m-1", "between");
            operate(adas, "o-3", "{'op':'put','path':'c','value':2},{'op':'remove','path':'a'}");
            adas.awaitAck("o-3");
        }
        try (TestSocket back = TestSocket.open(bob, room, "?after=2")) {
            JsonNode op = back.awaitFrame("op", _ -> true);
            back.awaitFrame("live", _ -> true);

            assertTrue(back.hello().path("complete").asBoolean());
            assertEquals(List.of(op), back.frames("op"));
            assertEquals(5, op.path("sequence").asInt());
            assertTrue(op.at("/objects/0/removed").asBoolean());
            assertFalse(op.at("/objects/0").has("value"));
            assertEquals(2, op.at("/objects/1/value").asInt());
            assertEquals(1, back.messages().size());
        }
    }

    @Test
    void manyLargeObjectsAreResumedInPieces() {
        try (TestSocket back = TestSocket.open(bob, room)) {
            for (int i = 0; i < 40; i++) {
                as(ada).body(Map.of(
                                "operations",
                                List.of(Map.of("op", "put", "path", "o/" + i, "value", "x".repeat(40_000)))))
                        .post("/api/rooms/{id}/operations", room)
                        .expect(200);
            }
            back.awaitCount("op", 40);
        }
        try (TestSocket back = TestSocket.open(bob, room, "?after=1")) {
            back.awaitFrame("live", _ -> true);

            assertEquals(40, back.frames("op").size());
            assertFalse(back.isClosed());
        }
    }

    @Test
    void whatIsUnderAnothersLockIsRefusedWithItsHolder() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room)) {
            adas.text("{\"type\":\"lock\",\"op\":\"acquire\",\"name\":\"book/3\",\"clientId\":\"l\"}");
            long token = adas.awaitFrame(
                            "lock", frame -> frame.path("clientId").asText().equals("l"))
                    .path("token")
                    .asLong();

            operate(bobs, "o-1", "{'op':'put','path':'book/3/title','value':'Mine'}");
            JsonNode refused = bobs.awaitFrame("error", _ -> true);
            assertEquals("o-1", refused.path("clientId").asText());
            assertEquals("/problems/locked", refused.at("/problem/type").asText());
            assertEquals(
                    "user:ada",
                    refused.at("/problem/errors/0/present/holder/subject").asText());
            operate(
                    adas,
                    "o-2",
                    "{'op':'put','path':'book/3/title','value':'Mine','lock':{'name':'book/3','token':" + token + "}}");
            adas.awaitAck("o-2");

            // By HTTP the same holds, for the same person.
            assertEquals(412, withToken(ada, token + 1));
            assertEquals(200, withToken(ada, token));
            assertEquals(412, withToken(bob, token));
            adas.text("{\"type\":\"lock\",\"op\":\"release\",\"name\":\"book/3\",\"clientId\":\"r\"}");
            adas.awaitFrame("lock", frame -> frame.path("clientId").asText().equals("r"));
            operate(bobs, "o-3", "{'op':'put','path':'book/3/title','value':'Yours'}");
            bobs.awaitAck("o-3");
            assertEquals(412, withToken(ada, token));
        }
    }

    @Test
    void whatIsNotValidIsRefusedAndTheSocketStays() {
        try (TestSocket bobs = TestSocket.open(bob, room);
                TestSocket anonymous = TestSocket.open(Api.anonymous(tenant), room)) {
            operate(bobs, "o-1", "{'op':'put','path':'a//b','value':1}");
            assertEquals(
                    "/operations/0/path",
                    bobs.awaitAnswer().at("/problem/errors/0/pointer").asText());
            bobs.text("{\"type\":\"op\",\"operations\":[]}");
            assertEquals(
                    "/clientId",
                    bobs.awaitAnswer().at("/problem/errors/0/pointer").asText());
            bobs.text("{\"type\":\"op\",\"clientId\":\"o-2\",\"operation\":[]}");
            assertEquals(
                    "/operation",
                    bobs.awaitAnswer().at("/problem/errors/0/pointer").asText());
            operate(bobs, "o-3", "{'op':'put','path':'a','value':1,'base':7}");
            JsonNode conflict = bobs.awaitAnswer();
            assertEquals("/problems/conflict", conflict.at("/problem/type").asText());
            assertEquals(0, conflict.at("/problem/errors/0/present/version").asInt());
            operate(anonymous, "o-4", "{'op':'put','path':'a','value':1}");
            assertEquals(
                    "/problems/unauthenticated",
                    anonymous.awaitAnswer().at("/problem/type").asText());
            operate(bobs, "o-5", "{'op':'put','path':'a','value':1,'base':0}");
            bobs.awaitAck("o-5");
        }
    }

    private int withToken(Caller caller, long token) {
        Map<String, Object> lock = Map.of("name", "book/3", "token", token);
        Map<String, Object> operation =
                Map.of("op", "merge", "path", "notes", "value", Map.of("x", token), "lock", lock);
        return as(caller)
                .body(Map.of("operations", List.of(operation)))
                .post("/api/rooms/{id}/operations", room)
                .statusCode();
    }

    private static void operate(TestSocket socket, String clientId, String operations) {
        socket.text("{'type':'op','clientId':'%s','operations':[%s]}"
                .formatted(clientId, operations)
                .replace('\'', '"'));
    }
}
