package dev.atrium.room.sync;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TinyBaseSocket;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who gets a socket that speaks TinyBase.
@ComponentTest
final class SyncHandshakeTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void noSocketOpensWithoutTheInternalToken() {
        String room = Api.newRoom(ada);

        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(TinyBaseSocket.address("ws", room), new WebSocket.Listener() {})
                        .join());

        assertEquals(401, status(refused.getCause()));
    }

    @Test
    void aRoomThatMayNotBeReadHasNoDocument() {
        String study = Api.newPrivateRoom(ada);
        String lobby = Api.newRoom(ada);

        for (@Nullable String subProtocol : new @Nullable String[] {null, "tinybase"}) {
            assertRefused(404, Api.user(tenant, "bob"), study, subProtocol);
            assertRefused(404, Api.anonymous(tenant), study, subProtocol);
            assertRefused(404, Api.user(Api.newTenant(), "ada"), lobby, subProtocol);
            assertRefused(404, ada, "0198c2f0-0000-7000-8000-000000000001", subProtocol);
            assertRefused(404, ada, "nowhere", subProtocol);
            assertRefused(403, TestTokens.caller("user:eve", tenant, "files:read"), lobby, subProtocol);
        }
    }

    @Test
    void anOrdinaryRequestIsTold() {
        Request.plain()
                .bearer(TestTokens.of(ada))
                .get("/api/rooms/{id}/tinybase", Api.newRoom(ada))
                .expect(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"));
    }

    @Test
    void theFormFollowsFromTheSubProtocol() {
        String room = Api.newRoom(ada);

        try (TinyBaseSocket plain = TinyBaseSocket.open(ada, room);
                TinyBaseSocket channels = TinyBaseSocket.channels(ada, room)) {
            assertEquals("", plain.subProtocol());
            assertEquals("tinybase", channels.subProtocol());
        }
    }

    private static void assertRefused(int status, Caller caller, String room, @Nullable String subProtocol) {
        CompletionException refused =
                assertThrows(CompletionException.class, () -> TinyBaseSocket.connect(caller, room, subProtocol));
        assertEquals(status, status(refused.getCause()));
    }

    private static int status(@Nullable Throwable cause) {
        return assertInstanceOf(WebSocketHandshakeException.class, cause)
                .getResponse()
                .statusCode();
    }
}
