package dev.atrium.room.shard;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A shard that its node cannot serve goes to another node, and nothing else does.
@ComponentTest
final class HaltedShardTest {

    private static final int SHARDS = 8;

    @Inject
    Shards shards;

    @Inject
    Rooms rooms;

    @Inject
    MeterRegistry metrics;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @AfterEach
    void shardsComeBack() {
        await().until(() -> shards.countOpen() == SHARDS);
    }

    @Test
    void aShardThatItsNodeCannotServeIsTakenByTheNextNode() {
        RoomKey key = new RoomKey(new TenantId(tenant), Api.newRoom(ada));
        Api.post(ada, key.room(), "before").expect(201);
        TestSocket socket = TestSocket.open(ada, key.room());

        breakShardOf(key);

        assertEquals(1012, socket.awaitClose());
        await().until(() -> halted() == 1 && shards.countOpen() == SHARDS - 1);
        assertEquals(503, readiness());
        Api.post(ada, key.room(), "x").expect(503).header("Retry-After", notNullValue());

        try (SecondNode second = new SecondNode()) {
            await().until(() -> second.owns(key));
            await().until(() -> halted() == 0 && readiness() == 200);
            assertEquals("before", second.messages(key).getFirst().content());
        }
        await().until(() -> shards.countOpen() == SHARDS);
        Api.post(ada, key.room(), "after").expect(201);
        assertSharesAsBefore();
    }

    /// What it serves again a node also keeps beside another one.
    private void assertSharesAsBefore() {
        try (SecondNode second = new SecondNode()) {
            await().until(() -> second.countOpen() == SHARDS / 2 && shards.countOpen() == SHARDS / 2);
        }
    }

    /// As a fault of ours would.
    private void breakShardOf(RoomKey key) {
        CompletableFuture<Outcome> answered = new CompletableFuture<>();
        rooms.submit(
                key,
                new Command.Post(
                        new Actor("user:ada", "user-ada"), Ids.next().toString(), "m", "c", null, Novelty.LAST_DAY),
                null,
                outcome -> {
                    answered.complete(outcome);
                    throw new AssertionError("a fault, of the kind that nobody expects");
                });
        SecondNode.get(answered);
    }

    private double halted() {
        return metrics.get("atrium.room.shards.halted").gauge().value();
    }

    private static int readiness() {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return Request.to(port).get("/q/health/ready").statusCode();
    }
}
