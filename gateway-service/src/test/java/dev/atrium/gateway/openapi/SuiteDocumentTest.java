package dev.atrium.gateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.platform.web.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SuiteDocumentTest {

    private static final String ROOMS = """
            {"paths": {
               "/api/rooms": {
                 "get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/PageRoom"}}}}}},
                 "post": {"security": [{"x": []}], "responses": {"201": {}, "400": {"description": "Bad"}}}},
               "/api/rooms/{roomId}": {"parameters": [{"name": "roomId", "in": "path"}], "get": {"responses": {}}},
               "/internal/secret": {"get": {"responses": {}}},
               "/api/files": {"get": {"summary": "not this service's", "responses": {}}}},
             "components": {"schemas": {
               "Instant": {"type": "string"},
               "Item": {"type": "object"},
               "PageRoom": {"properties": {"items": {"items": {"$ref": "#/components/schemas/Item"}}}}}}}""";
    private static final String FILES = """
            {"paths": {"/api/files": {"get": {"summary": "files", "responses": {"200": {"content": {"application/json":
               {"schema": {"$ref": "#/components/schemas/PageRoom"}}}}}}}},
             "components": {"schemas": {
               "Instant": {"type": "string"},
               "Item": {"type": "integer"},
               "PageRoom": {"properties": {"items": {"items": {"$ref": "#/components/schemas/Item"}}}}}}}""";

    private final ObjectNode suite = SuiteDocument.of(
            Map.of(Destination.ROOM, parse(ROOMS), Destination.MEDIA, parse(FILES)), List.of(Destination.SEARCH));

    @Test
    void describesWhatCanBeReachedAndNothingElse() {
        assertTrue(suite.at("/paths/~1api~1rooms/get").isObject());
        assertTrue(suite.at("/paths/~1api~1rooms~1{roomId}/get").isObject());
        assertEquals(
                "roomId",
                suite.at("/paths/~1api~1rooms~1{roomId}/parameters/0/name").asText());
        assertFalse(suite.path("paths").has("/internal/secret"));
        assertEquals("files", suite.at("/paths/~1api~1files/get/summary").asText());
    }

    @Test
    void thePolicySaysWhoMay() {
        assertEquals(
                "[{},{\"bearer\":[\"rooms:read\"]}]",
                suite.at("/paths/~1api~1rooms/get/security").toString());
        assertEquals(
                "[{\"bearer\":[\"rooms:write\"]}]",
                suite.at("/paths/~1api~1rooms/post/security").toString());
    }

    @Test
    void everyFailureIsAProblem() {
        JsonNode responses = suite.at("/paths/~1api~1rooms/post/responses");

        assertEquals(
                "#/components/responses/Problem", responses.at("/default/$ref").asText());
        assertEquals("#/components/responses/Problem", responses.at("/400/$ref").asText());
        assertFalse(responses.path("201").has("$ref"));
    }

    @Test
    void equalSchemasAreSharedAndOthersOfTheSameNameKeptApart() {
        JsonNode schemas = suite.at("/components/schemas");

        assertEquals("object", schemas.at("/Item/type").asText());
        assertEquals("integer", schemas.at("/MediaItem/type").asText());
        assertFalse(schemas.has("MediaInstant"));
        assertEquals(
                "#/components/schemas/MediaItem",
                schemas.at("/MediaPageRoom/properties/items/items/$ref").asText());
        assertEquals(
                "#/components/schemas/MediaPageRoom",
                suite.at("/paths/~1api~1files/get/responses/200/content/application~1json/schema/$ref")
                        .asText());
    }

    @Test
    void saysWhatIsMissingAndMentionsTheSocket() {
        assertEquals("[\"search-service\"]", suite.path("x-unavailable").toString());
        assertTrue(suite.at("/paths/~1api~1rooms~1{id}~1ws/get").isObject());
    }

    private static ObjectNode parse(String json) {
        return Json.read(json, ObjectNode.class);
    }
}
