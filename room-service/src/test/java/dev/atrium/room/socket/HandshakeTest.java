package dev.atrium.room.socket;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets a socket, and how it begins.
@ComponentTest
final class HandshakeTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void theFirstFrameSaysWhereTheClientIs() {
        String room = Api.newRoom(ada);
        Api.post(ada, room, "before");

        try (TestSocket socket = TestSocket.open(ada, room)) {
            JsonNode hello = socket.hello();
            assertEquals("hello", hello.path("type").asText());
            assertEquals("atrium.v1", hello.path("protocol").asText());
            assertEquals(room, hello.at("/room/id").asText());
            assertEquals("Lobby", hello.at("/room/name").asText());
            assertEquals("user:ada", hello.at("/you/subject").asText());
            assertTrue(hello.at("/you/canSend").asBoolean());
            assertEquals(2, hello.path("lastSequence").asLong());
            assertTrue(hello.path("complete").asBoolean());
            assertEquals(4_000, hello.at("/limits/contentCharacters").asInt());
            assertEquals(65_536, hello.at("/limits/messageBytes").asInt());
            assertEquals(
                    RoomStack.FRAMES_PER_SECOND,
                    hello.at("/limits/framesPerSecond").asInt());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/rooms/{room}/ws", "/api/rooms/{room}/tinybase", "/api/me/ws", "/api/chat"})
    void noSocketOpensWithoutTheInternalToken(String path) throws InterruptedException {
        URI address = URI.create("ws://127.0.0.1:" + TestSocket.port() + path.replace("{room}", Api.newRoom(ada)));

        for (String header : new String[] {"", "Bearer nonsense", "Basic YWRhOnB3"}) {
            WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
            if (!header.isEmpty()) {
                builder.header("Authorization", header);
            }
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> builder.buildAsync(address, new WebSocket.Listener() {})
                            .get());
            assertEquals(401, status(java.util.Objects.requireNonNull(refused.getCause())));
        }
    }

    @Test
    void aRoomThatMayNotBeReadHasNoSocket() {
        String study = Api.newPrivateRoom(ada);
        String lobby = Api.newRoom(ada);

        assertRefused(404, Api.user(tenant, "bob"), study, "");
        assertRefused(404, Api.anonymous(tenant), study, "");
        assertRefused(404, Api.user(Api.newTenant(), "ada"), lobby, "");
        assertRefused(404, ada, "0198c2f0-0000-7000-8000-000000000001", "");
        assertRefused(404, ada, "nowhere", "");
        assertRefused(403, TestTokens.caller("user:eve", tenant, "files:read"), lobby, "");
        assertRefused(400, ada, lobby, "?after=x");
        assertRefused(400, ada, lobby, "?after=-1");
        assertRefused(400, ada, lobby, "?after=9999999999999999999");
    }

    @Test
    void aFullRoomSaysSoUntilSomebodyLeaves() {
        String room = Api.newRoom(ada);
        List<TestSocket> sockets = new ArrayList<>();
        for (int i = 0; i < RoomStack.SOCKETS_PER_ROOM; i++) {
            sockets.add(TestSocket.open(ada, room));
        }

        assertRefused(503, Api.user(tenant, "bob"), room, "");
        Request.plain()
                .bearer(TestTokens.of(ada))
                .get("/api/rooms/{id}/messages", room)
                .expect(200);
        sockets.removeLast().close();

        await().until(() -> {
            try (TestSocket _ = TestSocket.connect(ada, room, "")) {
                return true;
            } catch (CompletionException e) {
                return false;
            }
        });
        sockets.forEach(TestSocket::close);
    }

    @Test
    void anOrdinaryRequestIsTold() {
        String room = Api.newRoom(ada);

        Request.plain()
                .bearer(TestTokens.of(ada))
                .get("/api/rooms/{id}/ws", room)
                .expect(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"));
    }

    @Test
    void spectatorsSeeAndAreToldThatTheyMayNotSend() {
        String room = Api.newRoom(ada);

        try (TestSocket nobody = TestSocket.open(Api.anonymous(tenant), room);
                TestSocket eve = TestSocket.open(Api.reader(tenant, "eve"), room)) {
            nobody.send("c-1", "x");
            eve.send("c-1", "x");
            Api.post(ada, room, "hello");

            assertEquals(401, nobody.awaitAnswer().at("/problem/status").asInt());
            assertEquals(403, eve.awaitAnswer().at("/problem/status").asInt());
            assertEquals(List.of("hello"), nobody.awaitContents(1));
            assertEquals(List.of("hello"), eve.awaitContents(1));
            assertTrue(!nobody.hello().at("/you/canSend").asBoolean());
            assertTrue(!eve.hello().at("/you/canSend").asBoolean());
        }
    }

    @Test
    void theSubProtocolIsAgreedUponWhereItIsSpokenAndNowhereElse() {
        String room = Api.newRoom(ada);

        assertEquals("atrium.v1", agreed("/ws", room, "tinybase", "atrium.v1"));
        assertEquals("tinybase", agreed("/tinybase", room, "atrium.v1", "tinybase"));
        assertEquals("", agreed("/ws", room, "tinybase"));
        assertEquals("", agreed("/tinybase", room, "atrium.v1"));
    }

    private String agreed(String path, String room, String first, String... others) {
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + TestTokens.of(ada))
                .subprotocols(first, others)
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + TestSocket.port() + "/api/rooms/" + room + path),
                        new WebSocket.Listener() {})
                .join();
        socket.abort();
        return socket.getSubprotocol();
    }

    private static void assertRefused(int status, Caller caller, String room, String query) {
        CompletionException refused =
                assertThrows(CompletionException.class, () -> TestSocket.connect(caller, room, query));
        assertEquals(status, status(java.util.Objects.requireNonNull(refused.getCause())));
    }

    private static int status(Throwable failure) {
        return failure instanceof WebSocketHandshakeException handshake
                ? handshake.getResponse().statusCode()
                : 0;
    }
}
