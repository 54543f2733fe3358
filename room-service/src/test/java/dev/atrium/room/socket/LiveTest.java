package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.DeafClient;
import dev.atrium.room.testing.TestSocket;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is here, who types, who points where: on real sockets.
@ComponentTest
final class LiveTest {

    @Inject
    MeterRegistry metrics;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void aPersonIsHereOnceUntilTheLastSocketIsGone() {
        try (TestSocket watching = TestSocket.open(ada, room)) {
            try (TestSocket first = TestSocket.open(bob, room);
                    TestSocket _ = TestSocket.open(Api.anonymous(tenant), room)) {
                JsonNode came = watching.awaitFrame("presence", frame -> names(frame.path("here"), "user:bob"));
                assertEquals(2, came.path("people").asInt());
                try (TestSocket second = TestSocket.open(bob, room)) {
                    JsonNode snapshot = second.awaitFrame("live", _ -> true);
                    assertEquals(2, snapshot.path("people").asInt());
                    assertEquals(1, snapshot.path("viewers").asInt());
                    assertTrue(names(snapshot.at("/here/items"), "user:ada"));
                    assertTrue(names(snapshot.at("/here/items"), "user:bob"));
                }
                first.text("{\"type\":\"presence\",\"status\":\"reading\",\"colour\":\"#00ff00\"}");
                watching.awaitFrame(
                        "presence", frame -> frame.at("/here/0/status").asText().equals("reading"));
            }

            JsonNode left = watching.awaitFrame(
                    "presence", frame -> frame.path("left").toString().contains("user:bob"));
            assertEquals(1, left.path("people").asInt());
            assertEquals(
                    1,
                    watching.frames("presence").stream()
                            .filter(frame -> frame.path("left").toString().contains("user:bob"))
                            .count());
            watching.awaitFrame("presence", frame -> frame.path("viewers").asInt() == 0);
        }
    }

    @Test
    void whoDoesNotAnswerPingsIsNotHereAnyMore() {
        try (TestSocket watching = TestSocket.open(ada, room);
                DeafClient _ = DeafClient.open(bob, room)) {
            watching.awaitFrame("presence", frame -> names(frame.path("here"), "user:bob"));

            watching.awaitFrame(
                    "presence", frame -> frame.path("left").toString().contains("user:bob"));
        }
    }

    @Test
    void typingIsSeenAndStops() {
        try (TestSocket watching = TestSocket.open(bob, room);
                TestSocket adas = TestSocket.open(ada, room)) {
            adas.text("{\"type\":\"typing\"}");
            watching.awaitFrame("typing", frame -> names(frame.path("started"), "user:ada"));
            adas.text("{\"type\":\"typing\",\"typing\":false}");
            watching.awaitFrame(
                    "typing", frame -> frame.path("stopped").toString().contains("user:ada"));
        }
    }

    @Test
    void cursorsAreSeenByOthersAndByWhoComesLater() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room)) {
            adas.text("{\"type\":\"cursor\",\"cursor\":{\"x\":3,\"y\":[4,\"é\"]}}");

            JsonNode cursor = bobs.awaitFrame("cursors", _ -> true).at("/cursors/0");
            assertEquals("user:ada", cursor.path("subject").asText());
            assertEquals(
                    adas.awaitFrame("live", _ -> true).path("socket").asLong(),
                    cursor.path("socket").asLong());
            assertEquals("{\"x\":3,\"y\":[4,\"é\"]}", cursor.path("cursor").toString());
            try (TestSocket later = TestSocket.open(bob, room)) {
                assertEquals(cursor, later.awaitFrame("live", _ -> true).at("/cursors/0"));
            }
        }
    }

    @Test
    void whoIsBehindLosesCursorsButNoMessage() {
        String text = "日".repeat(4_000);
        double skippedBefore = skipped();
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket slow = TestSocket.open(bob, room)) {
            slow.stopReading();
            int sent = 0;
            while (skipped() == skippedBefore && sent < 2_000) {
                adas.text(IntStream.range(sent, sent + 4)
                        .mapToObj(
                                i -> "{\"type\":\"send\",\"clientId\":\"c-%d\",\"content\":\"%s\"}".formatted(i, text))
                        .toList()
                        .toString());
                sent += 4;
                // However long this takes, it is behind, not dead.
                slow.showLife();
                adas.awaitAck("c-" + (sent - 1));
                String cursor = Integer.toString(sent);
                adas.text("{\"type\":\"cursor\",\"cursor\":" + cursor + "}");
                adas.awaitFrame(
                        "cursors",
                        frame -> frame.at("/cursors/0/cursor").asText().equals(cursor));
            }
            slow.goOnReading();

            assertEquals(sent, slow.awaitContents(sent).size());
            slow.awaitCount("live", 2);
            assertEquals(
                    sent, slow.frames("live").getLast().at("/cursors/0/cursor").asInt());
            assertTrue(slow.frames("cursors").size() < adas.frames("cursors").size());
            assertFalse(slow.isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"cursor\"}",
                "{\"type\":\"cursor\",\"cursor\":[[[[[[[[[1]]]]]]]]]}",
                "{\"type\":\"cursor\",\"cursor\":\"\\ud800\"}",
                "{\"type\":\"cursor\",\"cursor\":1,\"x\":2}",
                "{\"type\":\"typing\",\"typing\":\"yes\"}",
                "{\"type\":\"presence\",\"status\":\" \"}",
                "{\"type\":\"presence\",\"status\":\"\\udc00\"}",
                "{\"type\":\"presence\",\"status\":7}",
                "{\"type\":\"presence\",\"colour\":\"red\"}"
            })
    void aFaultyFrameIsRefusedAndTheSocketStays(String text) {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.text(text);
            socket.text("{\"type\":\"cursor\",\"cursor\":\"" + "y".repeat(511) + "\"}");

            assertEquals(400, socket.awaitAnswer().at("/problem/status").asInt());
            assertEquals(
                    "/cursor",
                    socket.awaitAnswer().at("/problem/errors/0/pointer").asText());
            socket.send("still", "here");
            socket.awaitAck("still");
        }
    }

    @Test
    void whoMayNotTakePartIsToldSo() {
        try (TestSocket readers = TestSocket.open(Api.reader(tenant, "eve"), room);
                TestSocket viewers = TestSocket.open(Api.anonymous(tenant), room)) {
            readers.text("{\"type\":\"typing\",\"clientId\":\"t-1\"}");
            viewers.text("{\"type\":\"presence\",\"status\":\"hello\"}");

            JsonNode refusal = readers.awaitAnswer();
            assertEquals("t-1", refusal.path("clientId").asText());
            assertEquals(403, refusal.at("/problem/status").asInt());
            assertEquals(401, viewers.awaitAnswer().at("/problem/status").asInt());
        }
    }

    private double skipped() {
        return metrics.get("atrium.room.sockets.skipped").counter().count();
    }

    private static boolean names(JsonNode people, String subject) {
        return people.findValuesAsText("subject").contains(subject);
    }
}
