package dev.atrium.room.backup;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What backups read of rooms, and how they come back from it.
@ComponentTest
final class BackupTest {

    private static final String RESTORE = "/internal/rooms/{id}/restore";

    private final String tenant = Api.newTenant();
    private final String other = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final Caller reader = TestTokens.caller("user:boss", tenant, "rooms:backup");
    private final Caller restorer = TestTokens.caller("user:boss", other, "rooms:restore");
    private final Caller eve = Api.user(other, "eve");
    private final String room = Api.newPrivateRoom(ada);

    @Test
    void allRoomsOfTheTenantAreListedWhoeverMayReadThem() {
        String second = Api.newRoom(bob);
        Api.newRoom(eve);

        // The store may not have heard of all of them.
        await().until(() ->
                json(as(reader).get("/internal/rooms")).path("items").size() == 2);
        JsonNode page = json(as(reader).get("/internal/rooms?limit=1"));
        assertEquals(room, page.at("/items/0/id").asText());
        as(reader)
                .get(
                        "/internal/rooms?limit=1&cursor={cursor}",
                        page.path("nextCursor").asText())
                .body("items.id", contains(second))
                .body("nextCursor", nullValue());
    }

    @Test
    void aRoomIsToldWithItsMembersAndBansAndWithoutLinks() {
        as(ada).body(Map.of("role", "editor", "handle", "Bob"))
                .put("/api/rooms/{id}/members/user:bob", room)
                .expect(200);
        as(ada).body(Map.of("reason", "noise"))
                .put("/api/rooms/{id}/bans/user:mallory", room)
                .expect(200);
        awaitStored(3);

        as(reader)
                .get("/internal/rooms/{id}", room)
                .expect(200)
                .body("visibility", equalTo("private"))
                .body("members.subject", contains("user:ada", "user:bob"))
                .body("members.role", contains("owner", "editor"))
                .body("bans.subject", contains("user:mallory"));
        as(ada).get("/internal/rooms/{id}", room).expect(403);
        as(TestTokens.caller("user:boss", other, "rooms:backup"))
                .get("/internal/rooms/{id}", room)
                .expect(404);
    }

    /// What its members have by it comes back with the team.
    @Test
    void aTeamIsToldWithoutThoseWhoAreThereByIt() {
        String team = Ids.next().toString();
        as(ada).body(Map.of("role", "editor")).put("/api/rooms/{id}/teams/{team}", room, team);
        as(ada).body(Map.of("role", "viewer")).put("/api/rooms/{id}/members/user:bob", room);
        List<Map<String, String>> members =
                List.of(Map.of("subject", "user:bob", "handle", "bob"), Map.of("subject", "user:cat", "handle", "cat"));
        as(TestTokens.caller("system:teams", tenant, "rooms:teams"))
                .body(Map.of("name", "Deck", "members", members))
                .post("/internal/rooms/{id}/teams/{team}", room, team)
                .expect(200);
        awaitStored(6);

        as(reader)
                .get("/internal/rooms/{id}", room)
                .body("members.subject", contains("user:ada", "team:" + team, "user:bob"))
                .body("members.handle", hasItem("Deck"))
                .body("members.role", contains("owner", "editor", "viewer"));
    }

    @Test
    void aRoomComesBackWithItsHistoryAndNobodysRights() {
        String first = message(ada, "hello");
        String gone = message(ada, "secret");
        as(ada).body(Map.of("content", "hello again"))
                .patch("/api/rooms/{r}/messages/{m}", room, first)
                .expect(200);
        as(ada).put("/api/rooms/{r}/messages/{m}/reactions/+1", room, first).expect(200);
        as(ada).delete("/api/rooms/{r}/messages/{m}", room, gone).expect(200);
        as(ada).body(Map.of("content", "answer", "replyTo", first))
                .post("/api/rooms/{r}/messages", room)
                .expect(201);
        as(ada).body("{\"operations\":[{\"op\":\"put\",\"path\":\"p/1\",\"value\":{\"a\":1}}]}")
                .post("/api/rooms/{r}/operations", room)
                .expect(200);
        awaitStored(8);
        JsonNode history = json(as(reader).get("/internal/rooms/{id}/events?limit=100", room));
        assertTrue(history.path("next").isMissingNode() || history.path("next").isNull());

        String copy = Ids.next().toString();
        ObjectNode body = body(history, 0);
        restore(copy, body).expect(200).body("left", equalTo(0));
        // Sent again it changes nothing.
        restore(copy, body).expect(200).body("left", equalTo(0));

        as(eve).get("/api/rooms/{id}", copy).expect(404);
        handOver(copy, 8);
        as(eve).get("/api/rooms/{id}/messages", copy)
                .expect(200)
                .body("items.content", contains("hello again", "", "answer"))
                .body("items.sequence", contains(2, 3, 7))
                .body("items[0].sender.subject", equalTo("user:ada"))
                .body("items[0].createdAt", equalTo(history.at("/items/1/at").asText()))
                .body("items[0].reactions[0].subjects", contains("user:ada"))
                .body("items[1].deleted", equalTo(true))
                .body("items[2].replyTo", equalTo(first));
        as(eve).get("/api/rooms/{id}/object?path=p/1", copy)
                .body("value.a", equalTo(1))
                .body("version", equalTo(8));
        as(eve).get("/api/rooms/{id}/members", copy).body("items.subject", contains("user:eve"));
        await().untilAsserted(() -> as(eve).get("/api/rooms").body("items.id", hasItem(copy)));
    }

    @Test
    void anArchivedRoomIsToldAndComesBackAsOne() {
        as(ada).body(Map.of("archived", true)).patch("/api/rooms/{id}", room).expect(200);
        awaitStored(2);
        as(reader).get("/internal/rooms/{id}", room).body("archived", equalTo(true));
        String copy = Ids.next().toString();
        restore(copy, body(events(created(), posted(2, "kept")), 0)).expect(200);
        ObjectNode archived = event(4, "atrium.room.archived.v1", "{\"by\":" + actor() + ",\"archived\":true}");

        // Handed over behind it: an archived room still lets go of who brings it back.
        restore(copy, body(events(ownedByEve(3), archived, left(5)), 2))
                .expect(200)
                .body("left", equalTo(0));

        as(eve).get("/api/rooms/{id}", copy).expect(200).body("archived", equalTo(true));
        as(eve).get("/api/rooms/{id}/messages", copy).body("items.content", contains("kept"));
        Api.post(eve, copy, "too late").expect(409).body("type", endsWith("room-archived"));
        restore(copy, body(events(posted(6, "too late")), 5)).expect(409);
    }

    @Test
    void nothingIsRestoredIntoARoomThatSomebodyHas() {
        String theirs = Api.newRoom(eve);

        restore(theirs, body(events(created()), 0)).expect(200);
        restore(theirs, body(events(posted(2, "intruder")), 1)).expect(409);

        as(eve).get("/api/rooms/{id}/messages", theirs).body("items", empty());
    }

    @Test
    void eventsTakeTheNextPlacesAndImpossibleOnesAreLeftOut() {
        String copy = Ids.next().toString();
        ObjectNode edit = event(
                5,
                "atrium.room.message-edited.v1",
                "{\"message\":\"" + Ids.next() + "\",\"content\":\"x\",\"mentions\":[],\"clientIds\":[],"
                        + "\"original\":{\"sequence\":2,\"at\":\"2020-01-01T00:00:00Z\",\"sender\":" + actor() + "}}");

        restore(copy, body(events(created(), posted(4, "late"), edit), 0))
                .expect(200)
                .body("left", equalTo(1));

        handOver(copy, 3);
        as(eve).get("/api/rooms/{id}/messages", copy)
                .body("items.sequence", contains(2))
                .body("items.createdAt", contains("2020-01-01T00:00:00Z"));
        restore(copy, body(events(posted(14, "later")), 13)).expect(409);
    }

    @Test
    void aRoomCanBeHandedOverAsFarAsItCameWhoeverKnowsHowFarThatIs() {
        String copy = Ids.next().toString();
        restore(copy, body(events(created(), posted(2, "all there is")), 0)).expect(200);
        ObjectNode nothing = event(1, "atrium.room.nothing.v1", "{}");
        ObjectNode named = event(
                1,
                "atrium.room.changed.v1",
                "{\"by\":" + actor() + ",\"name\":\"Lobby (incomplete)\",\"visibility\":\"private\"}");

        // Two of these places are taken already.
        ObjectNode end = body(events(nothing, nothing, nothing, ownedByEve(1), named, left(1)), 0);
        restore(copy, end).expect(200);
        restore(copy, end).expect(200);

        as(eve).get("/api/rooms/{id}", copy)
                .body("name", equalTo("Lobby (incomplete)"))
                .body("visibility", equalTo("private"));
        as(eve).get("/api/rooms/{id}/messages", copy).body("items.content", contains("all there is"));
        restore(copy, body(events(posted(7, "too late")), 6)).expect(409);
    }

    @Test
    void timesThatNobodyCouldKeepStopNothing() {
        String copy = Ids.next().toString();
        ObjectNode created = created().put("at", "-5000-01-01T00:00:00Z");
        ObjectNode posted = posted(2, "early").put("at", "-9999-01-01T00:00:00Z");
        ObjectNode ban = event(
                3,
                "atrium.room.member-banned.v1",
                "{\"by\":" + actor() + ",\"subject\":\"user:mallory\",\"expiresAt\":\"+300000-01-01T00:00:00Z\"}");

        restore(copy, body(events(created, posted, ban), 0)).expect(200).body("left", equalTo(1));

        awaitStored(restorerReads(), copy, 3);
        handOver(copy, 3);
        as(eve).get("/api/rooms/{id}/messages", copy).body("items.createdAt", contains("1970-01-01T00:00:00Z"));
    }

    @Test
    void pagesAreBoundedByBytesAndNothingIsLostBetweenThem() {
        String large = "x".repeat(3_000);
        for (int i = 0; i < 3; i++) {
            String message = message(ada, large);
            as(ada).put("/api/rooms/{r}/messages/{m}/reactions/+1", room, message)
                    .expect(200);
        }
        for (int i = 0; i < 10; i++) {
            as(ada).body(puts(i)).post("/api/rooms/{r}/operations", room).expect(200);
        }
        awaitStored(17);

        List<Long> all = LongStream.rangeClosed(1, 17).boxed().toList();
        assertEquals(all, paged(4, 5));
        assertEquals(all, paged(100, 2));
    }

    /// Operations of 240 KB.
    private static String puts(int number) {
        return IntStream.range(0, 4)
                .mapToObj(i -> "{\"op\":\"put\",\"path\":\"p/" + number + "-" + i + "\",\"value\":\""
                        + "y".repeat(60_000) + "\"}")
                .collect(Collectors.joining(",", "{\"operations\":[", "]}"));
    }

    /// The places of all pages, which are so many.
    private List<Long> paged(int limit, int pages) {
        List<Long> places = new ArrayList<>();
        long after = 0;
        int count = 0;
        boolean more = true;
        while (more) {
            JsonNode page =
                    json(as(reader).get("/internal/rooms/{id}/events?limit={limit}&after={after}", room, limit, after));
            page.path("items").forEach(item -> places.add(item.path("sequence").asLong()));
            more = page.path("next").isIntegralNumber();
            after = page.path("next").asLong();
            count++;
        }
        assertEquals(pages, count);
        return places;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"x\",\"sender\":{\"subject\":\"a\",\"handle\":\"a\"},\"content\":\"x\",\"mentions\":[]}",
                "{\"message\":\"0198c2f0-0000-7000-8000-000000000001\",\"content\":\"x\",\"mentions\":[]}",
                "{\"message\":\"0198c2f0-0000-7000-8000-000000000001\",\"sender\":{\"subject\":\"a\",\"handle\":\"a\"},\"content\":\"\\u0000\",\"mentions\":[]}",
                "{\"message\":\"0198c2f0-0000-7000-8000-000000000001\",\"sender\":{\"subject\":\"a\",\"handle\":\"a\"},\"content\":7,\"mentions\":{}}"
            })
    void whatCannotBeStoredIsLeftOut(String data) {
        ObjectNode event = event(2, "atrium.room.message-posted.v1", data);

        restore(Ids.next().toString(), body(events(created(), event), 0))
                .expect(200)
                .body("left", equalTo(1));
    }

    private Answer restore(String copy, ObjectNode body) {
        return await().until(
                        () -> as(restorer).body(body.toString()).post(RESTORE, copy),
                        answer -> answer.statusCode() != 503);
    }

    private void handOver(String copy, long after) {
        restore(copy, body(events(ownedByEve(after + 1), left(after + 2)), after))
                .expect(200)
                .body("left", equalTo(0));
    }

    private static ObjectNode ownedByEve(long sequence) {
        return event(
                sequence,
                "atrium.room.member-set.v1",
                "{\"by\":" + actor() + ",\"member\":{\"subject\":\"user:eve\",\"handle\":\"eve\"},\"role\":\"owner\"}");
    }

    private static ObjectNode left(long sequence) {
        return event(
                sequence, "atrium.room.member-removed.v1", "{\"by\":" + actor() + ",\"subject\":\"system:restore\"}");
    }

    private static ObjectNode created() {
        return event(
                1,
                "atrium.room.created.v1",
                "{\"name\":\"Lobby\",\"kind\":\"chat\",\"visibility\":\"public\",\"owner\":" + actor() + "}");
    }

    private static ObjectNode posted(long sequence, String content) {
        return event(
                sequence,
                "atrium.room.message-posted.v1",
                "{\"message\":\"" + Ids.next() + "\",\"sender\":" + actor() + ",\"content\":\"" + content
                        + "\",\"mentions\":[]}");
    }

    private static String actor() {
        return "{\"subject\":\"user:ada\",\"handle\":\"ada\"}";
    }

    private static ObjectNode event(long sequence, String type, String data) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("sequence", sequence)
                .put("type", type)
                .put("at", Instant.parse("2020-01-01T00:00:00Z").toString());
        event.set("data", Json.read(data, JsonNode.class));
        return event;
    }

    private static ObjectNode events(ObjectNode... events) {
        ObjectNode history = Json.MAPPER.createObjectNode();
        ArrayNode items = history.putArray("items");
        for (ObjectNode event : events) {
            items.add(event);
        }
        return history;
    }

    private static ObjectNode body(JsonNode history, long after) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("after", after);
        body.set("events", history.path("items"));
        return body;
    }

    private String message(Caller sender, String content) {
        return Api.post(sender, room, content).expect(201).path("id");
    }

    private Caller restorerReads() {
        return TestTokens.caller("user:boss", other, "rooms:backup");
    }

    private void awaitStored(int sequence) {
        awaitStored(reader, room, sequence);
    }

    private static void awaitStored(Caller reader, String room, int sequence) {
        await().until(() -> as(reader).get("/internal/rooms/{id}", room).statusCode() == 200);
        await().until(() -> json(as(reader).get("/internal/rooms/{id}", room))
                        .path("lastSequence")
                        .asInt()
                == sequence);
    }

    private static JsonNode json(Answer response) {
        return Json.read(response.expect(200).text(), JsonNode.class);
    }
}
