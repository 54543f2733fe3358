package dev.atrium.room.shard;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// While Kafka is gone nothing can be acknowledged, and all that needs no log goes on.
@ComponentTest
final class KafkaDownTest {

    @Inject
    Rooms rooms;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");

    @BeforeEach
    void kafkaCanBeTakenAway() {
        assumeFalse("containers".equals(System.getProperty("infra")));
    }

    /// What comes next finds all rooms served.
    @AfterEach
    void allShardsAreOpenAgain() {
        await().until(() -> IntStream.range(0, 100)
                .allMatch(i -> rooms.newRoom(
                                new TenantId(tenant),
                                Ids.named("neighbour-" + i).toString())
                        .isPresent()));
    }

    @Test
    void liveThingsAndReadsGoOnAndWhatIsSentIsRefusedUntilKafkaIsBack() {
        String room = Api.newRoom(ada);
        try (TestSocket adas = TestSocket.open(ada, room);
                TestSocket bobs = TestSocket.open(bob, room)) {
            adas.send("c-1", "before");
            adas.awaitAck("c-1");

            RoomStack.withoutKafka(() -> {
                adas.send("c-2", "meanwhile");
                assertLive(adas, bobs, 1);
                JsonNode refusal = adas.awaitAckOrError("c-2");
                assertEquals("error", refusal.path("type").asText());
                assertEquals(503, refusal.at("/problem/status").asInt());
                assertTrue(refusal.path("retryAfterMs").asInt() > 0);

                adas.send("c-3", "at once");
                assertEquals(
                        503, adas.awaitAckOrError("c-3").at("/problem/status").asInt());
                assertLive(adas, bobs, 2);
                as(bob).get("/api/rooms/{id}/messages", room)
                        .expect(200)
                        .body("items.content", equalTo(List.of("before")));
            });
        }

        await().until(() -> isTaken(room, "c-2", "meanwhile"));
        // The room may move once more, when the group has missed this node.
        await().until(() -> isTaken(room, "c-2", "meanwhile"));
        await().untilAsserted(() -> as(bob).get("/api/rooms/{id}/messages", room)
                .expect(200)
                .body("items.content", equalTo(List.of("before", "meanwhile"))));
    }

    private static void assertLive(TestSocket adas, TestSocket bobs, int x) {
        adas.text("{\"type\":\"cursor\",\"cursor\":{\"x\":" + x + "}}");
        adas.text("{\"type\":\"presence\",\"status\":\"here " + x + "\"}");

        bobs.awaitFrame("cursors", frame -> frame.toString().contains("\"x\":" + x));
        bobs.awaitFrame("presence", frame -> frame.toString().contains("here " + x));
    }

    /// As a client does that comes back and repeats what was not acknowledged.
    private boolean isTaken(String room, String clientId, String content) {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            socket.send(clientId, content);
            return socket.awaitAckOrError(clientId).path("type").asText().equals("ack");
        } catch (CompletionException _) {
            return false;
        }
    }
}
