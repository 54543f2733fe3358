package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.testing.Request;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.checkpoint.RoomStore;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Edits, deletions, reactions and answers, by HTTP and on sockets, of messages in memory and of older ones (RM-14).
@ComponentTest
final class ChangeMessageTest {

    private static final String MESSAGE = "/api/rooms/{room}/messages/{message}";
    private static final String REACTION = MESSAGE + "/reactions/{emoji}";
    private static final String NOWHERE = "0198c2f0-0000-7000-8000-000000000001";

    private static final List<BiFunction<Request, Object[], Answer>> REQUESTS = List.of(
            (request, path) -> request.get(MESSAGE, path),
            (request, path) -> request.body(Map.of("content", "x")).patch(MESSAGE, path),
            (request, path) -> request.delete(MESSAGE, path),
            (request, path) -> request.put(MESSAGE + "/reactions/+1", path),
            (request, path) -> request.delete(MESSAGE + "/reactions/+1", path));

    @Inject
    RoomStore store;

    @Inject
    DataSource dataSource;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void aMessageIsEdited() {
        String message = post(ada, "hello");
        Map<String, Object> edit = Map.of("content", "hello @Bob", "mentions", List.of("Bob"));

        for (int i = 0; i < 2; i++) {
            as(ada).body(edit)
                    .patch(MESSAGE, room, message)
                    .expect(200)
                    .body("content", equalTo("hello @Bob"))
                    .body("mentions", contains("Bob"))
                    .body("sequence", equalTo(2))
                    .body("version", equalTo(3))
                    .body("editedAt", notNullValue());
        }

        as(bob).get(MESSAGE, room, message).body("content", equalTo("hello @Bob"));
        as(bob).get("/api/rooms/{room}/messages", room).body("items.content", contains("hello @Bob"));
    }

    @Test
    void anEditIsKnownByItsKey() {
        String message = post(ada, "hello");
        edit(message, "first", "e-1").expect(200);
        edit(message, "second", "e-2").expect(200);

        edit(message, "first", "e-1").expect(200).body("content", equalTo("second"));
    }

    @Test
    void whatAMessageSaidIsListedUntilItIsDeleted() {
        String message = post(ada, "one");
        for (String content : List.of("two", "three")) {
            as(ada).body(Map.of("content", content))
                    .patch(MESSAGE, room, message)
                    .expect(200);
        }
        String history = MESSAGE + "/history";

        as(bob).get(history, room, message)
                .expect(200)
                .body("items.content", contains("three", "two", "one"))
                .body("items.version", contains(4, 3, 2))
                .body("items[0].at", notNullValue());
        Answer page = as(bob).get(history + "?limit=2", room, message);
        assertEquals(List.of("three", "two"), page.path("items.content"));
        as(bob).get(history + "?cursor=" + page.path("nextCursor"), room, message)
                .body("items.content", contains("one"));

        as(ada).delete(MESSAGE, room, message).expect(200);
        as(ada).get(history, room, message).expect(200).body("items.size()", equalTo(0));
        as(ada).get(history, room, NOWHERE).expect(404);
        as(Api.user(Api.newTenant(), "ada")).get(history, room, message).expect(404);
    }

    @Test
    void aMessageIsDeleted() {
        String message = post(ada, "a secret");

        for (int i = 0; i < 2; i++) {
            as(ada).delete(MESSAGE, room, message)
                    .expect(200)
                    .body("deleted", equalTo(true))
                    .body("content", equalTo(""))
                    .body("version", equalTo(3));
        }

        as(ada).body(Map.of("content", "x")).patch(MESSAGE, room, message).expect(409);
        await().until(() -> stored().stream().noneMatch(content -> content.contains("secret")));
    }

    @Test
    void peopleReact() {
        String message = post(ada, "hello");

        as(ada).put(REACTION, room, message, "👍").expect(200).body("version", equalTo(3));
        as(ada).put(REACTION, room, message, "👍").expect(200).body("version", equalTo(3));
        as(bob).put(REACTION, room, message, "👍").expect(200).body("reactions[0].count", equalTo(2));
        as(bob).put(REACTION, room, message, "+1")
                .expect(200)
                .body("reactions.emoji", contains("👍", "+1"))
                .body("reactions[0].subjects", contains("user:ada", "user:bob"));
        as(ada).delete(REACTION, room, message, "👍").expect(200).body("reactions[0].count", equalTo(1));
        as(ada).delete(REACTION, room, message, "👍").expect(200).body("version", equalTo(6));
        as(bob).delete(REACTION, room, message, "👍").expect(200);
        as(bob).delete(REACTION, room, message, "+1").expect(200).body("reactions", nullValue());
    }

    @Test
    void answersAreAThread() {
        String message = post(ada, "question");
        for (int i = 0; i < 5; i++) {
            as(bob).body(Map.of("content", "answer " + i, "replyTo", message))
                    .post("/api/rooms/{room}/messages", room)
                    .expect(201)
                    .body("replyTo", equalTo(message));
            post(ada, "aside " + i);
        }

        String thread = "/api/rooms/" + room + "/messages?replyTo=" + message;
        as(ada).get(MESSAGE, room, message).body("replies.count", equalTo(5)).body("replies.lastAt", notNullValue());
        as(ada).get(thread).body("items.size()", equalTo(5)).body("hasMore", equalTo(false));
        as(ada).get(thread + "&limit=2").body("items.content", contains("answer 3", "answer 4"));
        as(ada).get(thread + "&limit=2&after=3").body("items.content", contains("answer 1", "answer 2"));
        as(ada).get("/api/rooms/" + room + "/messages?replyTo=" + NOWHERE)
                .expect(200)
                .body("items.size()", equalTo(0));
        as(bob).body(Map.of("content", "x", "replyTo", NOWHERE))
                .post("/api/rooms/{room}/messages", room)
                .expect(400);
    }

    @Test
    void everybodyHearsWhatIsLeftOfTheAnswers() {
        String question = post(ada, "question");
        try (TestSocket socket = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room)) {
            String first = answer(question, "one");
            answer(question, "two");
            JsonNode two = bobs.awaitFrame("message", frame -> count(frame) == 2);
            assertEquals(question, two.at("/answered/id").asText());

            socket.text(frame("delete", "d", first, ""));

            JsonNode deleted = bobs.awaitFrame("message-changed", frame -> count(frame) == 1);
            assertEquals(first, deleted.at("/message/id").asText());
        }
        try (TestSocket back = TestSocket.open(bob, room, "?after=2")) {
            assertEquals(1, count(back.awaitFrame("message", _ -> true)));
        }
        as(ada).get("/api/rooms/{room}/messages", room).body("items[0].replies.count", equalTo(1));
    }

    @Test
    void answersToOldMessagesAreCountedWhereverTheyAre() {
        String question = post(ada, "an old question");
        String first = answer(question, "one");
        answer(question, "two");
        int last = Room.WINDOW + 20;
        fill(last);
        awaitReplies(question, 2);

        answer(question, "three");
        as(ada).get(MESSAGE, room, question).body("replies.count", equalTo(3));
        as(ada).get("/api/rooms/{room}/messages?after=1&limit=1", room).body("items[0].replies.count", equalTo(3));

        as(ada).delete(MESSAGE, room, first).expect(200);
        as(ada).put(REACTION, room, question, "👍").expect(200);
        awaitReplies(question, 2);
    }

    @Test
    void aPageIsTaggedAnewWhenTheStoreCountsWhatBecameOfOldAnswers() throws SQLException {
        String question = post(ada, "an old question");
        String answer = answer(question, "one");
        answer(question, "two");
        fill(Room.WINDOW + 20);
        String page = "/api/rooms/" + room + "/messages?after=1&limit=1";
        awaitReplies(question, 2);

        String early = TenantConnections.inTenant(dataSource, ada.tenant(), connection -> {
            // The checkpoint of the deletion waits for this row.
            Sql.query(connection, "select 1 from message where id = ? for update", _ -> true, UUID.fromString(answer));
            as(ada).delete(MESSAGE, room, answer).expect(200);
            Answer uncounted = as(ada).get(page);
            uncounted.expect(200).body("items[0].replies.count", equalTo(2));
            return uncounted.header("ETag");
        });

        await().untilAsserted(() -> as(ada).header("If-None-Match", early)
                .get(page)
                .expect(200)
                .body("items[0].replies.count", equalTo(1)));
        String settled = as(ada).get(page).header("ETag");
        as(ada).header("If-None-Match", settled).get(page).expect(304);
        answer(question, "three");
        as(ada).header("If-None-Match", settled).get(page).expect(200).body("items[0].replies.count", equalTo(2));
    }

    private void awaitReplies(String message, int count) {
        await().untilAsserted(() -> as(ada).get(MESSAGE, room, message).body("replies.count", equalTo(count)));
    }

    private String answer(String message, String content) {
        return as(bob).body(Map.of("content", content, "replyTo", message))
                .post("/api/rooms/{room}/messages", room)
                .expect(201)
                .path("id");
    }

    private static int count(JsonNode frame) {
        return frame.at("/answered/replies/count").asInt();
    }

    @Test
    void olderMessagesAreChangedAsWell() {
        String message = post(ada, "an old message");
        int last = Room.WINDOW + 20;
        fill(last);
        as(bob).put(REACTION, room, message, "👍").expect(200).body("sequence", equalTo(2));
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.text("[" + frame("edit", "e", message, ",\"content\":\"anew\"") + ","
                    + frame("react", "r", message, ",\"emoji\":\"+1\"") + "]");

            assertEquals(last + 2, socket.awaitAck("e").path("sequence").asInt());
            assertEquals(last + 3, socket.awaitAck("r").path("sequence").asInt());
            JsonNode changed = awaitChange(socket, last + 3);
            assertEquals("anew", changed.path("content").asText());
            assertEquals(2, changed.path("reactions").size());
        }
        as(bob).body(Map.of("content", "yes", "replyTo", message))
                .post("/api/rooms/{room}/messages", room)
                .expect(201);

        as(bob).get(MESSAGE, room, message).body("content", equalTo("anew"));
        as(bob).get("/api/rooms/" + room + "/messages?after=1&limit=1").body("items.content", contains("anew"));
        as(bob).get("/api/rooms/" + room + "/messages?replyTo=" + message).body("items.content", contains("yes"));
        for (var request : REQUESTS) {
            request.apply(as(bob), new Object[] {room, NOWHERE}).expect(404);
        }
        RoomStack.withoutPostgres(() -> {
            as(bob).get(MESSAGE, room, NOWHERE).expect(503);
            as(bob).delete(MESSAGE, room, NOWHERE).expect(503);
            as(bob).get(MESSAGE, room, message).expect(200);
        });
    }

    @Test
    void everybodyOnASocketSeesWhatHappensAndWhoComesBackToo() {
        String first = post(ada, "first");
        String second = post(ada, "second");
        try (TestSocket socket = TestSocket.open(bob, room);
                TestSocket adas = TestSocket.open(ada, room)) {
            adas.text(frame("edit", "e", first, ",\"content\":\"first, edited\""));
            adas.awaitAck("e");
            adas.text(frame("delete", "d", second, ""));
            adas.awaitAck("d");
            socket.text(frame("react", "r", first, ",\"emoji\":\"👍\""));
            assertEquals(first, socket.awaitAck("r").path("id").asText());

            assertEquals("first, edited", awaitChange(socket, 4).path("content").asText());
            assertTrue(awaitChange(socket, 5).path("deleted").asBoolean());
            assertEquals(1, awaitChange(adas, 6).path("reactions").size());
        }
        try (TestSocket back = TestSocket.open(bob, room, "?after=3");
                TestSocket later = TestSocket.open(bob, room, "?after=2")) {
            assertTrue(back.hello().path("complete").asBoolean());
            assertTrue(awaitChange(back, 5).path("deleted").asBoolean());
            assertEquals("first, edited", awaitChange(back, 6).path("content").asText());
            awaitChange(later, 6);
            assertTrue(later.messages().getFirst().path("deleted").asBoolean());
        }
    }

    @Test
    void othersMayNotEditOrDelete() {
        String message = post(ada, "hello");

        as(bob).body(Map.of("content", "x")).patch(MESSAGE, room, message).expect(403);
        as(bob).delete(MESSAGE, room, message).expect(403);
        as(ada).get(MESSAGE, room, message).body("version", equalTo(2));
    }

    @Test
    void whatMayNotBeReadCannotBeToldFromWhatIsNotThere() {
        String study = Api.newPrivateRoom(ada);
        String hidden = Api.post(ada, study, "hidden").path("id");
        String message = post(ada, "hello");
        Caller stranger = Api.user(Api.newTenant(), "ada");

        for (var request : REQUESTS) {
            Answer absent = request.apply(as(bob), new Object[] {NOWHERE, NOWHERE});
            absent.expect(404);
            assertSame(absent, request.apply(as(bob), new Object[] {study, hidden}));
            assertSame(absent, request.apply(as(bob), new Object[] {room, hidden}));
            assertSame(absent, request.apply(as(stranger), new Object[] {room, message}));
            assertSame(absent, request.apply(as(bob), new Object[] {room, "no-id"}));
        }
        as(ada).get(MESSAGE, study, hidden).expect(200).body("version", equalTo(2));
        as(ada).get(MESSAGE, room, message).expect(200).body("version", equalTo(2));
    }

    @Test
    void changingNeedsTheScope() {
        String message = post(ada, "hello");

        for (var request : REQUESTS.subList(1, REQUESTS.size())) {
            Object[] path = {room, message};
            request.apply(as(Api.reader(tenant, "ada")), path).expect(403);
            request.apply(as(Api.anonymous(tenant)), path).expect(401);
        }
        as(Api.anonymous(tenant)).get(MESSAGE, room, message).expect(200).body("version", equalTo(2));
        try (TestSocket socket = TestSocket.open(Api.reader(tenant, "ada"), room)) {
            socket.text(frame("delete", "d", message, ""));
            assertEquals(403, socket.awaitAnswer().at("/problem/status").asInt());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"content\":\"\"}",
                "{\"content\":[]}",
                "{\"content\":\"x\",\"clientId\":\"c\"}",
                "{\"content\":\"x\",\"mentions\":\"x\"}",
                "{\"content\":\"x\",\"mentions\":[null]}",
                "{\"content\":\"x\",\"mentions\":[\"Bob\"]}",
                "{\"content\":\"@\\u0000\",\"mentions\":[\"\\u0000\"]}"
            })
    void whatIsNoEditIsRefused(String body) {
        String message = post(ada, "hello");

        as(ada).body(body).patch(MESSAGE, room, message).expect(400).contentType("application/problem+json");

        as(ada).get(MESSAGE, room, message).body("version", equalTo(2));
    }

    @Test
    void whatIsNoEmojiOrNoAnswerIsRefused() {
        String message = post(ada, "hello");

        for (String emoji : List.of("x y", "👍👍", "x".repeat(40), "<b>", "%00")) {
            as(ada).put(REACTION, room, message, emoji).expect(400);
        }
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("content", "x", "replyTo", "x"),
                Map.of("content", "x", "replyTo", List.of()),
                Map.of(
                        "content",
                        "@a",
                        "mentions",
                        IntStream.range(0, 21).mapToObj(i -> "a" + i).toList()))) {
            as(ada).body(body).post("/api/rooms/{room}/messages", room).expect(400);
        }
        as(ada).body(Map.of("content", "x".repeat(4_001)))
                .patch(MESSAGE, room, message)
                .expect(400);
        as(ada).get("/api/rooms/" + room + "/messages?replyTo=x").expect(400);
        as(ada).get("/api/rooms/{room}", room).body("lastSequence", equalTo(2));
    }

    private String post(Caller sender, String content) {
        return Api.post(sender, room, content).expect(201).path("id");
    }

    private Answer edit(String message, String content, String key) {
        return as(ada).header("Idempotency-Key", key)
                .body(Map.of("content", content))
                .patch(MESSAGE, room, message);
    }

    /// The contents that PostgreSQL has.
    private List<String> stored() {
        RoomKey key = new RoomKey(new TenantId(tenant), room);
        return store.load(key).await().atMost(Patience.USUAL).orElseThrow().newest().stream()
                .map(message -> message.posted().content())
                .toList();
    }

    private void fill(int last) {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            for (int from = 3; from <= last; from += 100) {
                int to = Math.min(from + 99, last);
                socket.text(IntStream.rangeClosed(from, to)
                        .mapToObj(i -> "{\"type\":\"send\",\"clientId\":\"c-%d\",\"content\":\"m%d\"}".formatted(i, i))
                        .toList()
                        .toString());
                socket.awaitAck("c-" + to);
            }
        }
    }

    private static JsonNode awaitChange(TestSocket socket, int sequence) {
        return socket.awaitFrame(
                        "message-changed", frame -> frame.path("sequence").asInt() == sequence)
                .path("message");
    }

    private static String frame(String type, String clientId, String message, String more) {
        return "{\"type\":\"%s\",\"clientId\":\"%s\",\"id\":\"%s\"%s}".formatted(type, clientId, message, more);
    }

    private static void assertSame(Answer expected, Answer actual) {
        assertEquals(expected.statusCode(), actual.statusCode());
        assertEquals(expected.text(), actual.text());
        assertEquals(expected.header("Content-Type"), actual.header("Content-Type"));
    }
}
