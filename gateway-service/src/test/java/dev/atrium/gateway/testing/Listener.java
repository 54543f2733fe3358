package dev.atrium.gateway.testing;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.testing.Patience;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// A socket whose end is waited for.
public final class Listener {

    /// On a busy machine; a second is what is meant.
    private static final Duration PATIENCE = Patience.USUAL;

    private final AtomicReference<Short> code = new AtomicReference<>();
    private final AtomicReference<String> reason = new AtomicReference<>();

    private Listener() {}

    public static Listener open(WebSocketConnectOptions options) throws Exception {
        Listener listener = new Listener();
        WebSocket _ = Sockets.open(
                options,
                socket -> socket.closeHandler(_ -> {
                    listener.reason.set(socket.closeReason());
                    listener.code.set(socket.closeStatusCode());
                }));
        return listener;
    }

    public boolean isOpen() {
        return code.get() == null;
    }

    /// Waits until the gateway has closed the socket because its credential is worth nothing any more.
    public void awaitRevocation() {
        awaitEnd(PATIENCE, 4401, "credential-revoked");
    }

    /// Waits until the socket has been closed, so and for this reason.
    public void awaitEnd(Duration patience, int wantedCode, String wantedReason) {
        await().atMost(patience).until(() -> !isOpen());
        assertEquals((short) wantedCode, code.get());
        assertEquals(wantedReason, reason.get());
    }
}
