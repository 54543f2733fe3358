package dev.atrium.room.socket;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.TenantLimits;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.usage.Meter;
import dev.atrium.platform.usage.UsedUp;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What comes on sockets while gateways say that the plan of an organisation has no more messages, or
/// that it has limits of its own.
@ComponentTest
final class PlanTest {

    @Inject
    Redis redis;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void newMessagesAreRefusedUntilThereAreMore() throws Exception {
        TestSocket socket = TestSocket.open(ada, Api.newRoom(ada));
        assertEquals("ack", send(socket).path("type").asText());

        say(new UsedUp(Map.of(new TenantId(tenant), Set.of(Meter.MESSAGES))));
        JsonNode refusal = await().until(
                        () -> send(socket),
                        answer -> answer.path("type").asText().equals("error"));
        assertEquals(
                ProblemType.QUOTA_EXCEEDED.uri(), refusal.at("/problem/type").asText());
        assertEquals("messages", refusal.at("/problem/violated-policies/0").asText());
        socket.text(
                "{\"type\":\"op\",\"clientId\":\"o\",\"operations\":[{\"op\":\"put\",\"path\":\"a\",\"value\":1}]}");
        assertEquals("ack", socket.awaitAckOrError("o").path("type").asText());

        say(UsedUp.NOTHING);
        await().until(() -> send(socket).path("type").asText().equals("ack"));
        socket.close();
    }

    /// As the operator sets them while sockets are open.
    @Test
    void aTenantsOwnLimitsHoldOnOpenSockets() throws Exception {
        TestSocket socket = TestSocket.open(ada, Api.newRoom(ada));
        assertEquals("ack", send(socket).path("type").asText());
        Map<String, Quota> limits = Map.of("messages-per-user", Quota.of("1/1H"), "frames-per-user", Quota.of("1/1H"));

        set(TenantLimits.KEY, new TenantLimits(Map.of(new TenantId(tenant), limits)).text());

        JsonNode refusal = await().until(
                        () -> send(socket),
                        answer -> answer.path("type").asText().equals("error"));
        assertEquals(
                "messages-per-user", refusal.at("/problem/violated-policies/0").asText());
        await().until(() -> {
            socket.text("{\"type\":\"typing\",\"clientId\":\"t\",\"typing\":true}");
            return socket.frames("error").stream()
                    .anyMatch(error -> error.toString().contains("frames-per-user"));
        });
        set(TenantLimits.KEY, TenantLimits.NONE.text());
        await().until(() -> send(socket).path("type").asText().equals("ack"));
        socket.close();
    }

    private static JsonNode send(TestSocket socket) {
        String id = Ids.next().toString();
        socket.send(id, "x");
        return socket.awaitAckOrError(id);
    }

    private void say(UsedUp usedUp) throws Exception {
        set(UsedUp.KEY, usedUp.text());
    }

    private void set(String key, String text) throws Exception {
        redis.send(Request.cmd(Command.SET).arg(key).arg(text))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }
}
