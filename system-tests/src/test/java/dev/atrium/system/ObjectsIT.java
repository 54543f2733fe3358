package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Objects of rooms through the gateway: what the server decides, and what it remembers.
final class ObjectsIT {

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final String room = "/api/rooms/" + ada.createRoom("Story");

    @Test
    void aStoryIsWrittenCheckedAndReadAtAnyTime() {
        ada.send("PUT", room + "/schemas/passages", "application/json", """
                {"pattern": "passages/*", "conflict": "merge",
                 "schema": {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}}""").expect(200);
        long first = operate("""
                {"op": "put", "path": "passages/1", "value": {"title": "The door", "text": "Once."}}""");
        long second = operate("""
                {"op": "merge", "path": "passages/1", "value": {"text": "Twice."}, "base": %d}""".formatted(first));

        // Somebody who has seen the first version changes another member: both are kept.
        operate("""
                {"op": "merge", "path": "passages/1", "value": {"title": "The gate"}, "base": %d}""".formatted(first));
        ada.post(room + "/operations", operations("""
                {"op": "put", "path": "passages/2", "value": {"title": 2}}""")).expectProblem(422, "unprocessable");
        ada.post(room + "/operations", operations("""
                {"op": "put", "path": "links/1", "value": 1, "base": 9}""")).expectProblem(409, "conflict");

        assertEquals("The gate Twice.", told(""));
        assertEquals("The door Twice.", told("&at=" + second));
        assertEquals("The door Once.", told("&at=" + first));
        List<JsonNode> history = List.of(Http.JSON.convertValue(
                ada.get(room + "/object/history?path=passages%2F1")
                        .expect(200)
                        .json()
                        .path("items"),
                JsonNode[].class));
        assertEquals(3, history.size());
        assertEquals(first, history.getLast().path("version").asLong());
        assertEquals(
                1,
                ada.get(room + "/objects?prefix=passages/&at=" + second)
                        .expect(200)
                        .json()
                        .path("items")
                        .size());
    }

    @Test
    void othersReadPublicRoomsAndNothingElse() {
        operate("{\"op\": \"put\", \"path\": \"a\", \"value\": 1}");
        Person somebody = Person.anonymous(suite);

        somebody.get(room + "/objects").expect(200);
        somebody.get(room + "/document").expect(200);
        somebody.get(room + "/messages?at=1").expect(200);
        somebody.post(room + "/operations", operations("{\"op\": \"remove\", \"path\": \"a\"}"))
                .expectProblem(401, "unauthenticated");
        ada.get(room + "/objects/a%2Fb").expectProblem(404, "not-found");
    }

    private String told(String more) {
        JsonNode value = ada.get(room + "/object?path=passages%2F1" + more)
                .expect(200)
                .json()
                .path("value");
        return value.path("title").asText() + " " + value.path("text").asText();
    }

    private long operate(String operation) {
        return ada.post(room + "/operations", operations(operation))
                .expect(200)
                .json()
                .path("sequence")
                .asLong();
    }

    private static String operations(String operation) {
        return "{\"operations\": [" + operation + "]}";
    }
}
