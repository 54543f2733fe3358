package dev.atrium.room.sync;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.socket.Sockets;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TinyBaseSocket;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients of documents that are there and do not read lose their connection, and what they held of the node's memory
/// comes back.
@ComponentTest
final class SilentClientTest {

    private static final String LONG = "\"" + "日".repeat(150_000) + "\"";

    /// In UTF-8.
    private static final long LONG_BYTES = 450_000;

    /// So many of them are more than the system takes for a client that does not read, and fit into a document.
    private static final int MANY = 24;

    private static final String TIME = "NjEtLV-----AAAAA";

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
        await().until(() -> openSockets() == 0 && outgoing() == 0);
    }

    @Test
    void whoDoesNotReadAnswersIsDisconnected() {
        double slowBefore = slow();
        writeOne();
        try (TinyBaseSocket silent = TinyBaseSocket.open(ada, Impatient.address(room))) {
            askWithoutReading(silent);

            awaitThatItIsGone(silent, slowBefore);
            await().until(() -> openSockets() == 0);
        }
    }

    @Test
    void whoDoesNotReadWhatOthersWriteIsDisconnected() {
        double slowBefore = slow();
        try (TinyBaseSocket silent = TinyBaseSocket.open(ada, Impatient.address(room));
                TinyBaseSocket writer = TinyBaseSocket.open(ada, room)) {
            silent.stopReading();
            for (int i = 0; i < MANY; i++) {
                writer.write("v" + i, LONG, TIME);
            }

            awaitThatItIsGone(silent, slowBefore);
            await().until(() -> openSockets() == 1);
        }
    }

    /// Also before its time is over: its close frame is answered behind what waits.
    @Test
    void whoClosesTheSocketAndDoesNotReadIsHungUpOn() {
        writeOne();
        try (TinyBaseSocket silent = TinyBaseSocket.open(ada, room)) {
            askWithoutReading(silent);
            await().until(() -> {
                silent.ping();
                // One of them may only be about to be sent.
                return outgoing() >= 2 * LONG_BYTES;
            });

            silent.sayGoodbye();

            await().until(() -> outgoing() == 0);
        }
    }

    private void writeOne() {
        try (TinyBaseSocket writer = TinyBaseSocket.open(ada, room)) {
            writer.write("v", LONG, TIME);
            writer.awaitValue("v", LONG);
        }
    }

    private static void askWithoutReading(TinyBaseSocket silent) {
        silent.stopReading();
        for (int i = 0; i < MANY; i++) {
            silent.send("\n[\"q" + i + "\",7,{}]");
        }
    }

    private void awaitThatItIsGone(TinyBaseSocket silent, double slowBefore) {
        await().until(() -> {
            // So that it is not found dead.
            silent.ping();
            return slow() > slowBefore;
        });
        await().until(() -> outgoing() == 0);
        assertEquals(slowBefore + 1, slow());
    }

    private double openSockets() {
        return metrics.get("atrium.room.sockets").gauge().value();
    }

    private long outgoing() {
        return (long) metrics.get("atrium.room.sockets.outgoing").gauge().value();
    }

    private double slow() {
        return metrics.get("atrium.room.sockets.slow").counter().count();
    }
}
