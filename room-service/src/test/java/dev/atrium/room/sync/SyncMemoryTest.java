package dev.atrium.room.sync;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TinyBaseSocket;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What waits for clients of documents that read slowly, or not at all, has a bound for the whole node.
@ComponentTest
final class SyncMemoryTest {

    private static final String TIME = "NjEtLV-----AAAAA";

    /// As many leaves as large as they may be, almost.
    private static final int LEAVES = 19;

    private static final int LEAF_LENGTH = 199_000;

    /// In UTF-8.
    private static final long DOCUMENT_BYTES = 3L * LEAVES * LEAF_LENGTH;

    /// Of what may wait at a node; see `atrium.room.socket.outgoing-bytes`.
    private static final long ONES_SHARE = (64L << 20) / 3;

    @Inject
    MeterRegistry metrics;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String room = Api.newRoom(ada);

    @Test
    void questionsOfThoseWhoDoNotReadWaitAndOthersAreAnswered() {
        String values = IntStream.range(0, LEAVES)
                .mapToObj(i -> "\"v%d\":[\"%s\",\"%s\"]".formatted(i, "日".repeat(LEAF_LENGTH), TIME))
                .collect(Collectors.joining(",", "{", "}"));
        try (TinyBaseSocket writer = TinyBaseSocket.open(ada, room)) {
            writer.send("\n[\"w\",3,[[{}],[" + values + "],1]]");
            writer.await(2);
            await().pollInterval(Duration.ofSeconds(1))
                    .until(() ->
                            writer.ask("q" + System.nanoTime(), 7, "{}").path(0).size() == LEAVES);
        }
        List<TinyBaseSocket> deaf = Stream.generate(() -> TinyBaseSocket.open(Api.anonymous(tenant), room))
                .limit(2)
                .toList();
        try (TinyBaseSocket reader = TinyBaseSocket.open(Api.reader(tenant, "eve"), room)) {
            deaf.forEach(TinyBaseSocket::stopReading);
            deaf.forEach(socket -> socket.send("\n[\"all\",7,{}]"));
            await().until(() -> outgoing() >= DOCUMENT_BYTES);

            JsonNode answer = reader.ask("all", 7, "{}");

            assertEquals(LEAVES, answer.path(0).size());
            assertTrue(outgoing() <= ONES_SHARE, () -> "wait: " + outgoing());
            deaf.forEach(TinyBaseSocket::goOnReading);
            deaf.forEach(socket -> socket.awaitText(text -> text.startsWith("S\n[\"all\"")));
            deaf.forEach(socket -> assertFalse(socket.isClosed()));
            await().until(() -> outgoing() == 0);
        } finally {
            deaf.forEach(TinyBaseSocket::close);
        }
    }

    private long outgoing() {
        return (long) metrics.get("atrium.room.sockets.outgoing").gauge().value();
    }
}
