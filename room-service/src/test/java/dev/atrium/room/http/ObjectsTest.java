package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Json;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Objects by HTTP.
@ComponentTest
final class ObjectsTest {

    private static final String NOWHERE = "0198c2f0-0000-7000-8000-000000000001";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void operationsChangeObjects() {
        operate(ada, put("p/1", "{'title':'One','text':null}"), put("p/2", "null"))
                .expect(200)
                .body("sequence", equalTo(2))
                .body("repeated", equalTo(false))
                .body("objects.path", contains("p/1", "p/2"))
                .body("objects[0].value.title", equalTo("One"))
                .body("objects[0].by.subject", equalTo("user:ada"));
        operate(bob, merge("p/1", "{'text':'x'}"), remove("p/2")).expect(200);

        get(bob, "p/1", "")
                .expect(200)
                .body("version", equalTo(3))
                .body("value.title", equalTo("One"))
                .body("value.text", equalTo("x"))
                .body("by.subject", equalTo("user:bob"));
        get(bob, "p/2", "").expect(404);
        get(bob, "p/3", "").expect(404);
    }

    @Test
    void anyTimeCanBeRead() {
        operate(ada, put("p/1", "1"), put("p/2", "1"));
        operate(ada, put("p/1", "2"));
        operate(bob, remove("p/1"), put("p/3", "{}"));

        get(bob, "p/1", "&at=1").expect(404);
        get(bob, "p/1", "&at=2").expect(200).body("value", equalTo(1));
        get(bob, "p/1", "&at=3").expect(200).body("value", equalTo(2)).body("version", equalTo(3));
        get(bob, "p/1", "&at=4").expect(404);
        get(bob, "p/1", "&at=5").expect(400).body("detail", containsString("the last thing was 4"));
        list(bob, "?at=3").body("items.value", contains(2, 1)).body("sequence", equalTo(3));
        list(bob, "?at=4").body("items.path", contains("p/2", "p/3")).body("nextCursor", nullValue());
        list(bob, "").body("items.path", contains("p/2", "p/3")).body("sequence", equalTo(4));
        list(bob, "?at=1").expect(200).body("items", empty());
    }

    @Test
    void pagesOfOneMomentBelongTogether() {
        operate(ada, IntStream.range(0, 7).mapToObj(i -> put("p/" + i, "1")).toArray(JsonNode[]::new));
        for (String at : List.of("", "&at=2")) {
            Answer first = list(ada, "?prefix=p/&limit=3" + at);
            assertEquals(List.of("p/0", "p/1", "p/2"), first.path("items.path"));
            operate(bob, put("p/2x", "1"));

            Answer second = list(ada, "?prefix=p/&limit=4&at=2&cursor=" + first.path("nextCursor"));

            assertEquals(List.of("p/3", "p/4", "p/5", "p/6"), second.path("items.path"));
            second.body("nextCursor", nullValue());
            operate(bob, remove("p/2x"));
        }
    }

    @Test
    void aPageOfLargeObjectsIsShorter() {
        String value = "'" + "x".repeat(60_000) + "'";
        for (int i = 0; i < 20; i += 4) {
            operate(
                            ada,
                            put("p/" + i, value),
                            put("p/" + (i + 1), value),
                            put("p/" + (i + 2), value),
                            put("p/" + (i + 3), value))
                    .expect(200);
        }

        Answer first = list(ada, "");
        Answer second = list(ada, "?cursor=" + first.path("nextCursor"));

        assertEquals(18, first.<List<?>>path("items").size());
        assertEquals(2, second.<List<?>>path("items").size());
        assertEquals(
                18,
                list(ada, "?at=" + first.path("sequence"))
                        .<List<?>>path("items")
                        .size());
    }

    @Test
    void aHistoryTellsWhoWroteWhatAndWhen() {
        operate(ada, put("p/1", "1"));
        operate(bob, put("p/1", "2"), put("p/2", "1"));
        operate(ada, remove("p/1"));

        Answer page = as(bob).get("/api/rooms/" + room + "/object/history?path=p/1&limit=2");

        page.expect(200)
                .body("items.version", contains(4, 3))
                .body("items[0].removed", equalTo(true))
                .body("items[1].value", equalTo(2))
                .body("items.by.handle", contains("user-ada", "user-bob"));
        as(bob).get("/api/rooms/" + room + "/object/history?path=p/1&cursor=" + page.path("nextCursor"))
                .body("items.version", contains(2))
                .body("nextCursor", nullValue());
        as(bob).get("/api/rooms/" + room + "/object/history?path=nothing").body("items", empty());
    }

    @Test
    void whatIsSentAgainIsAppliedOnce() {
        Map<String, Object> body = Map.of("clientId", "o-1", "operations", List.of(put("a", "1")));
        as(ada).body(body).post("/api/rooms/{id}/operations", room).body("sequence", equalTo(2));
        operate(bob, put("a", "2"));

        as(ada).body(body)
                .post("/api/rooms/{id}/operations", room)
                .expect(200)
                .body("sequence", equalTo(2))
                .body("repeated", equalTo(true))
                .body("objects[0].value", equalTo(2));
        as(ada).header("Idempotency-Key", "o-1")
                .body(Map.of("operations", List.of(put("a", "1"))))
                .post("/api/rooms/{id}/operations", room)
                .body("sequence", equalTo(2));
        get(ada, "a", "").body("value", equalTo(2));
    }

    @Test
    void aConflictTellsWhatIsThere() {
        operate(ada, put("a", "1"));
        operate(ada, put("a", "2"));

        operate(bob, json("{'op':'put','path':'a','value':3,'base':2}"))
                .expect(409)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo("/operations/0/base"))
                .body("errors[0].present.version", equalTo(3))
                .body("errors[0].present.value", equalTo(2))
                .body("errors[0].present.by.subject", equalTo("user:ada"));
        get(bob, "a", "").body("value", equalTo(2));
    }

    @Test
    void theOwnerSaysWhatObjectsMustBeLike() {
        Map<String, Object> passages = Map.of(
                "pattern", "passages/*",
                "schema", Map.of("type", "object", "required", List.of("title")),
                "conflict", "merge");
        as(ada).body(passages)
                .put("/api/rooms/{id}/schemas/passages", room)
                .expect(200)
                .body("schema.type", equalTo("object"))
                .body("conflict", equalTo("merge"));
        as(ada).body(passages).put("/api/rooms/{id}/schemas/passages", room).expect(200);

        operate(bob, put("free", "1"), put("passages/1", "{'text':''}"))
                .expect(422)
                .body("errors[0].pointer", equalTo("/operations/1/value"))
                .body("errors[0].present.schema", equalTo("passages"));
        operate(bob, put("passages/1", "{'title':'One'}")).expect(200);
        as(bob).get("/api/rooms/{id}/schemas", room).body("items.name", contains("passages"));
        as(bob).get("/api/rooms/{id}/schemas/passages", room).body("pattern", equalTo("passages/*"));
        as(bob).body(passages).put("/api/rooms/{id}/schemas/mine", room).expect(403);
        as(bob).delete("/api/rooms/{id}/schemas/passages", room).expect(403);
        as(ada).delete("/api/rooms/{id}/schemas/passages", room).expect(204);
        as(ada).delete("/api/rooms/{id}/schemas/passages", room).expect(204);
        as(bob).get("/api/rooms/{id}/schemas/passages", room).expect(404);
        operate(bob, put("passages/2", "1")).expect(200);
        assertEquals(5, as(ada).get("/api/rooms/{id}", room).<Integer>path("lastSequence"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'pattern':''}",
                "{'pattern':'a//b'}",
                "{'pattern':'a','schema':{'type':'strin'}}",
                "{'pattern':'a','schema':{'$ref':'https://example.org/s'}}",
                "{'pattern':'a','schema':{'pattern':'(a+)+$'}}",
                "{'pattern':'a','conflict':'guess'}",
                "{'pattern':'a','unknown':1}",
            })
    void whatIsNoSchemaIsRefused(String body) {
        as(ada).body(body.replace('\'', '"'))
                .put("/api/rooms/{id}/schemas/s", room)
                .expect(400)
                .body("errors[0].pointer", containsString("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPPER", "a b", "-a"})
    void whatIsNoNameOfASchemaIsRefused(String name) {
        as(ada).body(Map.of("pattern", "a"))
                .put("/api/rooms/" + room + "/schemas/" + name.replace(" ", "%20"))
                .expect(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'operations':[]}",
                "{'operations':{}}",
                "{'operations':[{'op':'put','path':'a/','value':1}]}",
                "{'operations':[{'op':'put','path':'a','value':1}],'clientId':''}",
                "{'operations':[{'op':'put','path':'a','value':1}],'more':1}",
            })
    void whatAreNoOperationsIsRefused(String body) {
        as(ada).body(body.replace('\'', '"'))
                .post("/api/rooms/{id}/operations", room)
                .expect(400)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/object?path=",
                "/object",
                "/object?path=a/",
                "/object?path=a%00",
                "/object?path=a&at=0",
                "/object?path=a&at=x",
                "/objects?prefix=a%00",
                "/objects?at=-1",
                "/objects?limit=0",
                "/objects?cursor=%00",
                "/object/history?path=a&cursor=eA",
            })
    void whatIsNoQuestionIsRefused(String query) {
        as(ada).get("/api/rooms/" + room + query).expect(400);
    }

    @Test
    void hugeValuesAreRefused() {
        operate(ada, put("a", "'" + "x".repeat(65_534) + "'")).expect(200);
        operate(ada, put("a", "'" + "x".repeat(65_535) + "'"))
                .expect(413)
                .body("errors[0].pointer", equalTo("/operations/0/value"));
        operate(ada, put("a", "[".repeat(33) + "]".repeat(33))).expect(413);
    }

    @Test
    void whoMayNotReadTheRoomLearnsNothing() {
        String study = Api.newPrivateRoom(ada);
        Caller stranger = Api.user(Api.newTenant(), "ada");
        for (Caller caller : List.of(bob, stranger)) {
            for (String path : List.of(
                    "/objects",
                    "/objects?at=1",
                    "/object?path=a",
                    "/object/history?path=a",
                    "/schemas",
                    "/schemas/s")) {
                Answer absent = as(caller).get("/api/rooms/" + NOWHERE + path);
                Answer hidden = as(caller).get("/api/rooms/" + study + path);
                assertEquals(404, hidden.statusCode(), path);
                assertEquals(absent.text(), hidden.text(), path);
            }
            as(caller)
                    .body(Map.of("operations", List.of(put("a", "1"))))
                    .post("/api/rooms/{id}/operations", study)
                    .expect(404);
            as(caller)
                    .body(Map.of("pattern", "a"))
                    .put("/api/rooms/{id}/schemas/s", study)
                    .expect(404);
        }
        as(ada).get("/api/rooms/{id}/objects", study).expect(200);
    }

    @Test
    void readersAndAnonymousCallersOnlyRead() {
        operate(ada, put("a", "1"));

        get(Api.anonymous(tenant), "a", "").expect(200);
        operate(Api.anonymous(tenant), put("a", "2")).expect(401);
        operate(Api.reader(tenant, "eve"), put("a", "2")).expect(403);
        as(Api.reader(tenant, "ada"))
                .body(Map.of("pattern", "a"))
                .put("/api/rooms/{id}/schemas/s", room)
                .expect(403);
    }

    @Test
    void withoutPostgresTheRoomsObjectsGoOn() {
        operate(ada, put("a", "1"));

        RoomStack.withoutPostgres(() -> {
            operate(bob, put("a", "2")).expect(200);
            get(bob, "a", "").expect(200).body("value", equalTo(2));
            get(bob, "a", "&at=2").expect(503);
        });

        // The backlog is written when it is tried again.
        await().until(() -> get(bob, "a", "&at=2").statusCode() == 200);
    }

    private Answer operate(Caller caller, JsonNode... operations) {
        return as(caller).body(Map.of("operations", List.of(operations))).post("/api/rooms/{id}/operations", room);
    }

    private Answer get(Caller caller, String path, String more) {
        return as(caller).get("/api/rooms/" + room + "/object?path=" + path + more);
    }

    private Answer list(Caller caller, String query) {
        return as(caller).get("/api/rooms/" + room + "/objects" + query);
    }

    private static JsonNode put(String path, String value) {
        return json("{'op':'put','path':'" + path + "','value':" + value + "}");
    }

    private static JsonNode merge(String path, String patch) {
        return json("{'op':'merge','path':'" + path + "','value':" + patch + "}");
    }

    private static JsonNode remove(String path) {
        return json("{'op':'remove','path':'" + path + "'}");
    }

    /// @param text JSON with single quotes
    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'), JsonNode.class);
    }
}
