package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The clock that clients share, and pictures that are being made.
@ComponentTest
final class PlaybackTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void everybodyPlaysTheSameAndWhoComesLaterToo() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room)) {
            adas.text("{\"type\":\"playback\",\"playing\":true,\"position\":12.5}");

            JsonNode state = bobs.awaitFrame("playback", _ -> true);
            assertEquals(12.5, state.path("position").asDouble());
            assertEquals(1, state.path("rate").asDouble());
            assertEquals("user:ada", state.at("/by/subject").asText());
            try (TestSocket later = TestSocket.open(bob, room)) {
                JsonNode playback = later.awaitFrame("live", _ -> true).path("playback");
                assertEquals(state.path("at").asLong(), playback.path("at").asLong());
            }
            bobs.text("{\"type\":\"playback\",\"playing\":false,\"clientId\":\"b\"}");
            assertEquals(403, bobs.awaitAnswer().at("/problem/status").asInt());
        }
    }

    @Test
    void aPingTellsTheTimeOfTheServer() {
        long before = System.currentTimeMillis();
        try (TestSocket socket = TestSocket.open(bob, room)) {
            socket.text("{\"type\":\"ping\",\"time\":1234.5}");

            JsonNode pong = socket.awaitAnswer();

            assertEquals(1234.5, pong.path("time").asDouble());
            assertTrue(pong.path("serverTime").asLong() >= before);
        }
    }

    @Test
    void picturesAreShownToAll() {
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket viewers = TestSocket.open(Api.anonymous(tenant), room)) {
            String picture = "#".repeat(30_000);
            adas.text("{\"type\":\"frame\",\"stream\":\"art\",\"sequence\":3,\"progress\":0.25,\"frame\":\"%s\"}"
                    .formatted(picture));

            JsonNode frame = viewers.awaitFrame("frame", _ -> true);

            assertEquals(3, frame.path("sequence").asInt());
            assertEquals(0.25, frame.path("progress").asDouble());
            assertEquals(picture, frame.path("frame").asText());
            try (TestSocket later = TestSocket.open(bob, room)) {
                JsonNode kept = later.afterMissed().at("/frames/0");
                assertEquals("art", kept.path("stream").asText());
                assertEquals(picture, kept.path("frame").asText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"playback\"}",
                "{\"type\":\"playback\",\"playing\":null}",
                "{\"type\":\"playback\",\"position\":-1}",
                "{\"type\":\"playback\",\"position\":1e999}",
                "{\"type\":\"playback\",\"rate\":0}",
                "{\"type\":\"frame\",\"stream\":\"a\",\"sequence\":1}",
                "{\"type\":\"frame\",\"stream\":\"a\",\"frame\":1}",
                "{\"type\":\"frame\",\"sequence\":1,\"frame\":1}",
                "{\"type\":\"frame\",\"stream\":\"a\",\"sequence\":1,\"frame\":1,\"progress\":1.1}",
                "{\"type\":\"ping\",\"time\":\"now\"}",
                "{\"type\":\"ping\",\"time\":1e999}"
            })
    void aFaultyFrameIsRefusedAndTheSocketStays(String text) {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.text(text);
            socket.text("{\"type\":\"ping\"}");

            assertEquals(400, socket.awaitAnswer().at("/problem/status").asInt());
            assertEquals("pong", socket.awaitAnswer().path("type").asText());
        }
    }
}
