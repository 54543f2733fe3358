package dev.atrium.gateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.platform.web.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SuiteDocumentTest {

    private static final String ROOMS = """
            {"paths": {
               "/api/rooms": {
                 "get": {"tags": ["Room Resource"], "parameters": [{"name": "limit", "in": "query", "schema": {"type": "string"}}, {"name": "kind", "in": "query", "schema": {"type": "string"}}], "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/PageRoom"}}}}}},
                 "post": {"requestBody": {"content": {"application/json": {"schema": {}}}}, "security": [{"x": []}], "responses": {"200": {"description": "Before", "content": {"application/json": {}}}, "201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}, "400": {"description": "Bad"}}}},
               "/api/rooms/{roomId}": {"parameters": [{"name": "roomId", "in": "path"}], "get": {"responses": {}}},
               "/internal/secret": {"get": {"responses": {}}},
               "/api/files": {"get": {"summary": "not this service's", "responses": {}}}},
             "components": {"schemas": {
               "Instant": {"type": "string"},
               "Shape": {"oneOf": [{"$ref": "#/components/schemas/Circle"}], "discriminator": {"propertyName": "type", "mapping": {"circle": "#/components/schemas/Circle"}}},
               "Circle": {"type": "object", "properties": {"radius": {"type": "number"}}},
               "JsonNode": {"type": "object", "properties": {"pojo": {"type": "boolean"}}},
               "Item": {"type": "object"},
               "PageRoom": {"properties": {"items": {"items": {"$ref": "#/components/schemas/Item"}}}}}}}""";
    private static final String FILES = """
            {"paths": {"/api/files": {"get": {"summary": "files", "tags": ["Library"], "responses": {"200": {"content": {"application/json":
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
    void groupsAreNamedForReadersAndNotAfterClasses() {
        assertEquals("[\"Library\"]", suite.at("/paths/~1api~1files/get/tags").toString());
        assertEquals("[\"Rooms\"]", suite.at("/paths/~1api~1rooms/get/tags").toString());
        assertEquals("[\"Rooms\"]", suite.at("/paths/~1api~1unread/get/tags").toString());
        assertEquals(
                "[\"Webhook endpoints\"]",
                suite.at("/paths/~1api~1webhook-endpoints~1{id}/get/tags").toString());
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
    void socketsTakeTicketsAsWell() {
        for (String socket : List.of("chat", "rooms~1{id}~1ws", "rooms~1{id}~1tinybase", "me~1ws")) {
            JsonNode security = suite.at("/paths/~1api~1" + socket + "/get/security");
            assertTrue(security.get(security.size() - 1).has("ticket"), socket);
        }
    }

    @Test
    void numbersInQueriesAreNumbers() {
        JsonNode parameters = suite.at("/paths/~1api~1rooms/get/parameters");

        assertEquals("integer", parameters.at("/0/schema/type").asText());
        assertEquals(200, parameters.at("/0/schema/maximum").asInt());
        assertEquals("string", parameters.at("/1/schema/type").asText());
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
    void whatIsAnsweredWithAnotherSuccessHasTheSameForm() {
        JsonNode responses = suite.at("/paths/~1api~1rooms/post/responses");

        assertFalse(responses.at("/201/content").isMissingNode());
        assertEquals(responses.at("/201/content"), responses.at("/200/content"));
    }

    @Test
    void whatIsChosenByAPropertyHasIt() {
        JsonNode circle = suite.at("/components/schemas/Circle");

        assertEquals("circle", circle.at("/properties/type/const").asText());
        assertEquals("[\"type\"]", circle.path("required").toString());
        assertTrue(circle.at("/properties").has("radius"));
    }

    @Test
    void examplesAreOfRoutesThatThereAre() {
        Set<String> routes = Policy.routes().stream()
                .map(route ->
                        SuiteDocument.key(route.method().name(), route.path().toString()))
                .collect(Collectors.toSet());

        assertTrue(routes.containsAll(SuiteDocument.examples().keySet()));
        assertEquals(
                "Harbour",
                suite.at("/paths/~1api~1rooms/post/requestBody/content/application~1json/examples/usual/value/name")
                        .asText());
    }

    @Test
    void allHaveNamesAndParametersAndJsonIsAnyJson() {
        assertEquals(
                "getRoomsByRoomId",
                suite.at("/paths/~1api~1rooms~1{roomId}/get/operationId").asText());
        assertEquals("putMePreferences", OperationId.of("put", "/api/me/preferences"));
        assertEquals("getWebhookEventTypes", OperationId.of("get", "/api/webhook-event-types"));
        assertEquals(
                "id",
                suite.at("/paths/~1api~1rooms~1{id}~1tinybase/get/parameters/0/name")
                        .asText());
        assertEquals(
                "Open a room's WebSocket",
                suite.at("/paths/~1api~1rooms~1{id}~1ws/get/summary").asText());
        assertFalse(suite.at("/components/schemas/JsonNode").has("properties"));
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
