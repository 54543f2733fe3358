package dev.atrium.gateway.proxy;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A key that is revoked closes what it has opened.
@QuarkusTest
final class RevokedSocketsTest {

    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void itsSocketsEndAtBothSidesAndThoseOfOthersStay() throws Exception {
        JsonNode key = Gateway.createKey("{}");
        String other = Gateway.newKey();
        AtomicInteger endedInside = new AtomicInteger();
        services.meets(socket -> socket.closeHandler(_ -> endedInside.incrementAndGet()));
        Client byHeader = Client.open(Sockets.options(Sockets.PATH, bearer(key)));
        Client byTicket = Client.open(Sockets.options(Sockets.PATH + "?ticket=" + Sockets.ticket(bearer(key))));
        Client stranger = Client.open(Sockets.options(Sockets.PATH, other));
        Client spectator = Client.open(Sockets.options(Sockets.PATH));

        Gateway.send("DELETE", "/api/keys/" + key.path("id").asText(), "Authorization", bearer(key));

        byHeader.awaitEnd();
        byTicket.awaitEnd();
        await().until(() -> endedInside.get() == 2);
        assertEquals(0, stranger.closeCode());
        assertEquals(0, spectator.closeCode());
    }

    @Test
    void itMayHaveBeenRevokedAtAnotherGateway() throws Exception {
        JsonNode key = Gateway.createKey("{}");
        Client client = Client.open(Sockets.options(Sockets.PATH, bearer(key)));

        // By whose clock it is an hour earlier.
        Database.execute("update api_keys set revoked_at = now() - interval '1 hour' where id = '"
                + key.path("id").asText() + "'");

        client.awaitEnd();
    }

    @Test
    void aSecretThatWasReplacedEndsItsSocketsAndNoOthers() throws Exception {
        JsonNode before = Gateway.createKey("{}");
        Client former = Client.open(Sockets.options(Sockets.PATH, bearer(before)));
        JsonNode after = Gateway.sendJson(
                        "POST",
                        "/api/keys/" + before.path("id").asText() + "/rotations",
                        "{\"overlapSeconds\":1}",
                        "Authorization",
                        bearer(before))
                .json();
        Client present = Client.open(Sockets.options(Sockets.PATH, bearer(after)));

        former.awaitEnd();

        assertEquals(0, present.closeCode());
    }

    /// Whoever holds the key comes back with what it allows now.
    @Test
    void aKeyThatBecomesGoodForLessEndsWhatItHadOpenedOnly() throws Exception {
        JsonNode key = Gateway.createKey("{}");
        String path = "/api/keys/" + key.path("id").asText();
        Client before = Client.open(Sockets.options(Sockets.PATH, bearer(key)));

        Gateway.sendJson("PATCH", path, "{\"scopes\":[\"rooms:read\",\"keys:write\"]}", "Authorization", bearer(key));
        before.awaitEnd();
        Client behind = Client.open(Sockets.options(Sockets.PATH, bearer(key)));
        Gateway.sendJson("PATCH", path, "{\"label\":\"x\"}", "Authorization", bearer(key));
        // Ended in a later round, in which the other key would have been told again.
        JsonNode other = Gateway.createKey("{}");
        Client others = Client.open(Sockets.options(Sockets.PATH, bearer(other)));
        Gateway.send("DELETE", "/api/keys/" + other.path("id").asText(), "Authorization", bearer(other));
        others.awaitEnd();

        assertEquals(0, behind.closeCode());
        Gateway.sendJson("PATCH", path, "{\"enabled\":false}", "Authorization", bearer(key));
        behind.awaitEnd();
    }

    @Test
    void aFrameThatIsOnItsWayArrivesWhole() throws Exception {
        JsonNode key = Gateway.createKey("{}");
        AtomicReference<ServerWebSocket> inside = new AtomicReference<>();
        services.meets(inside::set);
        Client client = Client.open(Sockets.options(Sockets.PATH, bearer(key)));
        await().until(() -> inside.get() != null);
        ServerWebSocket service = inside.get();
        String text = "x".repeat(100_000);

        Gateway.send("DELETE", "/api/keys/" + key.path("id").asText(), "Authorization", bearer(key));
        while (client.closeCode() == 0) {
            service.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(text), true))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .exceptionally(_ -> null)
                    .join();
        }

        client.awaitEnd();
        client.sizes.forEach(size -> assertEquals(100_000, size));
    }

    private static String bearer(JsonNode key) {
        return "Bearer " + key.path("key").asText();
    }

    private static final class Client {

        private final AtomicReference<Short> code = new AtomicReference<>();
        private final AtomicReference<String> reason = new AtomicReference<>();
        private final List<Integer> sizes = new CopyOnWriteArrayList<>();

        static Client open(WebSocketConnectOptions options) throws Exception {
            Client client = new Client();
            WebSocket _ = Sockets.open(options, socket -> {
                socket.binaryMessageHandler(message -> client.sizes.add(message.length()));
                socket.closeHandler(_ -> {
                    client.reason.set(socket.closeReason());
                    client.code.set(socket.closeStatusCode());
                });
            });
            return client;
        }

        int closeCode() {
            Short present = code.get();
            return present == null ? 0 : present;
        }

        void awaitEnd() {
            await().until(() -> closeCode() != 0);
            assertEquals(4401, closeCode());
            assertEquals("credential-revoked", reason.get());
        }
    }
}
