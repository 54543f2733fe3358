package dev.atrium.room.socket;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.Room;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said on sockets.
@ComponentTest
final class ConversationTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void everybodySeesTheSameMessagesInTheSameOrder() {
        int each = 100;
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room)) {
            for (int i = 0; i < each; i++) {
                adas.send("c-" + i, "ada " + i);
                bobs.send("c-" + i, "bob " + i);
            }

            List<String> seenByAda = adas.awaitContents(2 * each);
            List<String> seenByBob = bobs.awaitContents(2 * each);

            assertEquals(seenByAda, seenByBob);
            assertEquals(2 * each, seenByAda.size());
            assertEquals(
                    IntStream.range(0, each).mapToObj(i -> "bob " + i).toList(),
                    seenByAda.stream().filter(text -> text.startsWith("bob")).toList());
            assertEquals(
                    LongStream.range(2, 2 + 2 * each).boxed().toList(),
                    adas.messages().stream()
                            .map(message -> message.path("sequence").asLong())
                            .toList());
        }
    }

    @Test
    void aMessageSentAgainIsAcknowledgedWithTheSameNumber() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room)) {
            adas.send("c-1", "hello");
            JsonNode first = adas.awaitAck("c-1");
            Api.post(ada, room, "hello by HTTP", "c-1").expect(200);
            try (TestSocket again = TestSocket.open(ada, room)) {
                again.send("c-1", "hello again");

                assertEquals(first, again.awaitAck("c-1"));
            }
            adas.send("c-2", "next");

            assertEquals(List.of("hello", "next"), bobs.awaitContents(2));
            assertEquals(
                    first.path("sequence").asLong() + 1,
                    adas.awaitAck("c-2").path("sequence").asLong());
            assertEquals(first.path("id"), bobs.messages().getFirst().path("id"));
        }
    }

    @Test
    void whoComesBackGetsWhatItMissedAndThenWhatIsNew() {
        for (int i = 2; i <= 300; i += 100) {
            fill(i, Math.min(i + 99, 300));
        }

        try (TestSocket all = TestSocket.open(bob, room, "?after=0");
                TestSocket some = TestSocket.open(bob, room, "?after=290");
                TestSocket none = TestSocket.open(bob, room, "?after=300");
                TestSocket fresh = TestSocket.open(bob, room)) {
            fill(301, 320);

            assertEquals(texts(2, 320), all.awaitContents(319));
            assertEquals(texts(291, 320), some.awaitContents(30));
            assertEquals(texts(301, 320), none.awaitContents(20));
            assertEquals(texts(301, 320), fresh.awaitContents(20));
            assertTrue(all.hello().path("complete").asBoolean());
            assertTrue(none.hello().path("complete").asBoolean());
        }
    }

    /// Memory lets go what is stored, a moment later.
    @Test
    void whoMissedMoreThanMemoryHasGetsTheRoomAsItIsInPlaceOfWhatItHad() {
        int last = Room.WINDOW + 200;
        for (int i = 2; i <= last; i += 100) {
            fill(i, Math.min(i + 99, last));
        }
        await().until(() -> {
            try (TestSocket probe = TestSocket.open(bob, room, "?after=5")) {
                return !probe.hello().path("complete").asBoolean();
            }
        });

        try (TestSocket back = TestSocket.open(bob, room, "?after=5")) {
            JsonNode snapshot = back.awaitFrame("snapshot", _ -> true);
            assertEquals(last, snapshot.path("sequence").asLong());
            assertEquals(texts(last - 99, last), snapshot.path("messages").findValuesAsText("content"));
            assertEquals(last - 99, snapshot.path("before").asLong());
            Api.post(ada, room, "next").expect(201);
            assertEquals(List.of("next"), back.awaitContents(1));
        }
        try (TestSocket again = TestSocket.open(bob, room, "?after=" + last)) {
            assertEquals(List.of("next"), again.awaitContents(1));
            assertTrue(again.hello().path("complete").asBoolean());
        }
    }

    @Test
    void whoComesBackWhileOthersTalkMissesNothing() {
        try (TestSocket talking = TestSocket.open(ada, room)) {
            for (int i = 2; i <= 400; i++) {
                talking.send("c-" + i, "m" + i);
                if (i % 40 == 0) {
                    try (TestSocket back = TestSocket.open(bob, room, "?after=1")) {
                        assertEquals(texts(2, i), back.awaitContents(i - 1).subList(0, i - 1));
                    }
                }
            }
        }
    }

    @Test
    void aNumberThatTheRoomDoesNotHaveIsNotComplete() {
        try (TestSocket socket = TestSocket.open(bob, room, "?after=17")) {
            assertFalse(socket.hello().path("complete").asBoolean());
            assertEquals(1, socket.hello().path("lastSequence").asLong());
            JsonNode snapshot = socket.awaitFrame("snapshot", _ -> true);
            assertEquals(1, snapshot.path("sequence").asLong());
            assertTrue(snapshot.path("messages").isEmpty());
            assertEquals(1, snapshot.path("members").asInt());

            Api.post(ada, room, "hello");

            assertEquals(List.of("hello"), socket.awaitContents(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "hello",
                "{}",
                "{\"type\":\"fly\"}",
                "{\"type\":\"send\",\"clientId\":\"c\"}",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"\\u0000\"}"
            })
    void aFaultyFrameIsRefusedAndTheSocketStays(String text) {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.text(text);

            assertEquals(400, socket.awaitAnswer().at("/problem/status").asInt());
            assertStillWorks(socket);
        }
    }

    @Test
    void eachFrameOfAnArrayHasItsOwnAnswer() {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.text("[{\"type\":\"ping\"},{\"type\":\"send\",\"clientId\":\"good\",\"content\":\"hello\"},"
                    + "{\"type\":\"send\",\"clientId\":\"bad\",\"content\":7}]");

            assertEquals("pong", socket.awaitAnswer().path("type").asText());
            assertEquals("bad", socket.awaitAnswer().path("clientId").asText());
            assertEquals(2, socket.awaitAck("good").path("sequence").asLong());
        }
    }

    @Test
    void binaryAndOversizedMessagesAreRefusedAndTheSocketStays() {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.binary(new byte[] {1, 2, 3});
            socket.text(" ".repeat(65_537));
            socket.fragments(" ".repeat(40_000), " ".repeat(40_000));

            assertEquals(415, socket.awaitAnswer().at("/problem/status").asInt());
            assertEquals(413, socket.awaitAnswer().at("/problem/status").asInt());
            assertEquals(413, socket.awaitAnswer().at("/problem/status").asInt());
            assertStillWorks(socket);
        }
    }

    @Test
    void fragmentsAreOneMessage() {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.fragments("{\"type\":\"send\",\"clientId\":\"c\",", "\"content\":\"hello\"}");

            assertEquals(2, socket.awaitAck("c").path("sequence").asLong());
        }
    }

    @Test
    void whoSendsTooMuchIsRefusedAndTheSocketStays() {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            String pings = "[" + String.join(",", Collections.nCopies(200, "{\"type\":\"ping\"}")) + "]";
            int most = 40 * RoomStack.FRAMES_PER_SECOND;
            for (int sent = 0; sent < most && socket.frames("error").isEmpty(); sent += 200) {
                socket.text(pings);
            }

            JsonNode refusal = socket.awaitFrame("error", _ -> true);
            assertEquals(
                    ProblemType.QUOTA_EXCEEDED.uri(),
                    refusal.at("/problem/type").asText());
            await().untilAsserted(() -> {
                socket.text("{\"type\":\"send\",\"clientId\":\"later\",\"content\":\"x\"}");
                assertEquals(2, Api.as(ada).get("/api/rooms/{id}", room).<Integer>path("lastSequence"));
            });
        }
    }

    private void assertStillWorks(TestSocket socket) {
        socket.send("still", "here");
        assertEquals(2, socket.awaitAck("still").path("sequence").asLong());
    }

    private void fill(int from, int to) {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.text(IntStream.rangeClosed(from, to)
                    .mapToObj(i -> "{\"type\":\"send\",\"clientId\":\"c-%d\",\"content\":\"m%d\"}".formatted(i, i))
                    .toList()
                    .toString());
            socket.awaitAck("c-" + to);
        }
    }

    private static List<String> texts(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "m" + i).toList();
    }
}
