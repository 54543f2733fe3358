package dev.atrium.room.socket;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.DeafClient;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients that do not keep up, or are not there any more, are let go and cost the others nothing.
@ComponentTest
final class SlowClientTest {

    /// Five of these fit into one WebSocket message.
    private static final String LONG_TEXT = "日".repeat(4_000);

    /// More than twice the interval of pings.
    private static final Duration SEVERAL_PINGS = Duration.ofSeconds(9);

    /// As many as that are not through after that time, ten times a second.
    private static final int SOME_BYTES = 50_000;

    @Inject
    MeterRegistry metrics;

    @Inject
    Sockets sockets;

    private final Caller ada = Api.user(Api.newTenant(), "ada");
    private final String room = Api.newRoom(ada);

    /// Sockets that other tests have left would be counted with those of these.
    @BeforeEach
    void nobodyElseIsThere() throws InterruptedException {
        int _ = sockets.closeAll(Duration.ofSeconds(5));
        awaitSockets(0);
    }

    @Test
    void whoDoesNotReadIsDisconnectedAndTheOthersGetEverything() {
        double slowBefore = slow();
        int batches = 200;
        try (DeafClient deaf = DeafClient.open(ada, room);
                TestSocket socket = TestSocket.open(ada, room)) {
            awaitSockets(2);
            for (int batch = 0; batch < batches; batch++) {
                say(socket, batch);
                // However long it takes, it is slow, not dead.
                deaf.ping(1);
            }

            assertEquals(5 * batches, socket.awaitContents(5 * batches).size());
            await().until(() -> openSockets() == 1);
            assertEquals(slowBefore + 1, slow());
            assertTrue(deaf.readToTheEnd().contains("\"type\":\"hello\""));
        }
    }

    @Test
    void whoDoesNotAnswerPingsIsDisconnected() {
        try (DeafClient deaf = DeafClient.open(ada, room);
                TestSocket socket = TestSocket.open(ada, room)) {
            awaitSockets(2);

            await().until(() -> openSockets() == 1);

            assertTrue(deaf.readToTheEnd().contains("\"type\":\"hello\""));
            socket.send("c", "still here");
            assertEquals(2, socket.awaitAck("c").path("sequence").asLong());
        }
    }

    /// Meanwhile nothing is read from it: its answers to pings may wait behind what it has sent.
    @Test
    void whoReadsWhatItMissedSlowlyIsNotTakenForDead() {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            for (int batch = 0; batch < 180; batch++) {
                say(socket, batch);
            }
        }
        try (DeafClient slow = DeafClient.open(ada, room, 1)) {
            long beginNanos = System.nanoTime();

            await().pollInterval(Duration.ofMillis(100))
                    .until(() -> System.nanoTime() - beginNanos > SEVERAL_PINGS.toNanos()
                            || slow.read(SOME_BYTES).isEmpty());

            assertTrue(slow.read(SOME_BYTES).isPresent());
        }
    }

    @Test
    void whoPingsWithoutEndIsSentAway() {
        try (DeafClient deaf = DeafClient.open(ada, room)) {
            awaitSockets(1);

            deaf.ping(5 * RoomStack.FRAMES_PER_SECOND);

            // Its queue may be full before the limit is reached; then it is hung up on without a word.
            String _ = deaf.readToTheEnd();
            awaitSockets(0);
        }
    }

    @Test
    void aMessageInFramesWithoutEndEndsTheSocket() {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            for (int i = 0; i <= MessageAssembler.FRAMES_MAX; i++) {
                socket.fragment("x");
            }

            assertEquals(1008, socket.awaitClose());
        }
    }

    @Test
    void aNodeThatLeavesSaysGoodbyeAndEndsWhatIsLeft() throws InterruptedException {
        try (DeafClient deaf = DeafClient.open(ada, room);
                TestSocket socket = TestSocket.open(ada, room)) {
            await().until(() -> {
                // So that it is not found dead before the node leaves.
                deaf.ping(1);
                return openSockets() == 2;
            });

            // Less than a connection waits before it hangs up by itself.
            int left = sockets.closeAll(Duration.ofSeconds(1));

            assertTrue(left >= 1, () -> "nobody was left");
            assertEquals(1012, socket.awaitClose());
            assertEquals(
                    "moved",
                    socket.awaitFrame("goodbye", _ -> true).path("reason").asText());
            assertTrue(deaf.readToTheEnd().contains("\"type\":\"goodbye\""));
            awaitSockets(0);
        }
    }

    /// Five long messages.
    private static void say(TestSocket socket, int batch) {
        int first = 5 * batch;
        socket.text(IntStream.range(first, first + 5)
                .mapToObj(i -> "{\"type\":\"send\",\"clientId\":\"c-%d\",\"content\":\"%s\"}".formatted(i, LONG_TEXT))
                .toList()
                .toString());
        socket.awaitAck("c-" + (first + 4));
    }

    private void awaitSockets(int count) {
        await().until(() -> openSockets() == count);
    }

    private double openSockets() {
        return metrics.get("atrium.room.sockets").gauge().value();
    }

    private double slow() {
        return metrics.get("atrium.room.sockets.slow").counter().count();
    }
}
