package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Request;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is not valid is refused with a problem document, and nothing comes of it.
@ComponentTest
final class BadBodyTest {

    private final Caller ada = Api.user(Api.newTenant(), "ada");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"name\":",
                "{}",
                "{\"name\":null}",
                "{\"name\":\"\"}",
                "{\"name\":\" \"}",
                "{\"name\":{}}",
                "{\"name\":\"\\u0000\"}",
                "{\"name\":\"\\ud800\"}",
                "{\"name\":\"x\",\"colour\":\"red\"}",
                "{\"name\":\"x\",\"kind\":\"zoo\"}",
                "{\"name\":\"x\",\"kind\":\"CHAT\"}",
                "{\"name\":\"x\",\"visibility\":\"secret\"}",
                "{\"name\":\"x\",\"visibility\":1}"
            })
    void noRoomIsCreated(String body) {
        assertRefused(as(ada).body(body), "/api/rooms");

        as(ada).get("/api/rooms").expect(200).body("items.size()", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"content\":null}",
                "{\"content\":\"\"}",
                "{\"content\":\"\\n\"}",
                "{\"content\":[]}",
                "{\"content\":\"\\u0000\"}",
                "{\"content\":\"\\udc00\"}",
                "{\"content\":\"x\",\"sequence\":7}",
                "{\"content\":\"x\",\"clientId\":\"\"}",
                "{\"content\":\"x\",\"clientId\":{}}",
                "{\"content\":\"x\",\"attachment\":\"f\"}"
            })
    void noMessageIsSent(String body) {
        String room = Api.newRoom(ada);

        assertRefused(as(ada).body(body), "/api/rooms/" + room + "/messages");

        as(ada).get("/api/rooms/{id}", room).body("lastSequence", equalTo(1));
    }

    @Test
    void lengthsHaveLimits() {
        String room = Api.newRoom(ada);
        String messages = "/api/rooms/" + room + "/messages";

        assertRefused(as(ada).body(Map.of("name", "x".repeat(101))), "/api/rooms");
        assertRefused(as(ada).body(Map.of("content", "x".repeat(4_001))), messages);
        assertRefused(as(ada).body(Map.of("content", "x", "clientId", "c".repeat(129))), messages);
        assertRefused(as(ada).header("Idempotency-Key", "c".repeat(129)).body(Map.of("content", "x")), messages);
        as(ada).body(Map.of("name", "🙂".repeat(100))).post("/api/rooms").expect(201);
        as(ada).body(Map.of("content", "🙂".repeat(4_000), "clientId", "c".repeat(128)))
                .post(messages)
                .expect(201);
    }

    @Test
    void keyAndClientIdMustNotDiffer() {
        String room = Api.newRoom(ada);
        Map<String, String> body = Map.of("content", "x", "clientId", "a");

        assertRefused(as(ada).header("Idempotency-Key", "b").body(body), "/api/rooms/" + room + "/messages");
        as(ada).header("Idempotency-Key", "a")
                .body(body)
                .post("/api/rooms/{id}/messages", room)
                .expect(201);
    }

    @Test
    void aFaultyAttachmentIsRefused() {
        String room = Api.newRoom(ada);
        Map<String, Object> body = Map.of("content", "x", "attachment", Map.of("fileId", "f", "name", ""));

        as(ada).body(body).post("/api/rooms/{id}/messages", room).expect(400).body("errors.size()", equalTo(2));
    }

    @Test
    void otherTypesAndMethodsAndSizesAreRefused() {
        String room = Api.newRoom(ada);

        as(ada).contentType("text/plain")
                .body("hello")
                .post("/api/rooms/{id}/messages", room)
                .expect(415)
                .contentType("application/problem+json");
        as(ada).put("/api/rooms/{id}", room).expect(405).contentType("application/problem+json");
        // Who is refused before all was sent may lose the answer with the connection.
        await().ignoreException(UncheckedIOException.class)
                .until(() -> as(ada).body(Map.of("content", "x".repeat(1 << 21)))
                                .post("/api/rooms/{id}/messages", room)
                                .statusCode()
                        == 413);
        as(ada).get("/api/rooms/{id}", room).body("lastSequence", equalTo(1));
    }

    private static void assertRefused(Request request, String path) {
        request.post(path)
                .expect(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"))
                .body("errors.size()", equalTo(1))
                .body(not(containsString("dev.atrium")))
                .body(not(containsString("java")));
    }
}
