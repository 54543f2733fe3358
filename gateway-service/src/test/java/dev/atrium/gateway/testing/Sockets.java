package dev.atrium.gateway.testing;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// WebSockets through the gateway under test, as a client opens them.
public final class Sockets {

    /// Address of a room's socket.
    public static final String PATH = "/api/rooms/r1/ws";

    private static final int LARGEST = 1 << 20;
    private static final WebSocketClient CLIENT = Vertx.vertx()
            .createWebSocketClient(new WebSocketClientOptions()
                    .setTryUsePerMessageCompression(true)
                    .setMaxConnections(1_000)
                    .setMaxFrameSize(LARGEST)
                    .setMaxMessageSize(LARGEST));

    private Sockets() {}

    /// A handshake without credentials.
    public static WebSocketConnectOptions options(String path) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Gateway.port())
                .setURI(path)
                .setAllowOriginHeader(false);
    }

    /// A handshake with credentials in the header.
    public static WebSocketConnectOptions options(String path, String authorization) {
        return options(path).addHeader("Authorization", authorization);
    }

    public static WebSocket open(String path) throws Exception {
        return open(options(path));
    }

    public static WebSocket open(WebSocketConnectOptions options) throws Exception {
        return result(connect(options));
    }

    /// Opens a socket whose handlers are there before its first frame can be.
    public static WebSocket open(WebSocketConnectOptions options, Consumer<ClientWebSocket> handlers) throws Exception {
        ClientWebSocket socket = CLIENT.webSocket();
        handlers.accept(socket);
        return result(socket.connect(options));
    }

    /// Begins to open a socket.
    public static Future<WebSocket> connect(WebSocketConnectOptions options) {
        return CLIENT.connect(options);
    }

    /// The status with which a handshake is refused.
    public static int refused(WebSocketConnectOptions options) {
        return refusal(options).getStatus();
    }

    public static UpgradeRejectedException refusal(WebSocketConnectOptions options) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> open(options));
        return assertInstanceOf(UpgradeRejectedException.class, failure.getCause());
    }

    /// Ends a connection as one whose client is gone: by a reset.
    public static void reset(Socket client) {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A ticket for one socket.
    public static String ticket(String authorization) {
        return Gateway.send("POST", "/api/tickets", "Authorization", authorization)
                .json()
                .path("ticket")
                .asText();
    }

    /// What a service learns of the caller from the only request that it got.
    public static JsonNode claims(StandIn services) {
        return claims(Objects.requireNonNull(services.onlySeen().headers().get("Authorization")));
    }

    /// The claims of a signed token.
    public static JsonNode claims(String token) {
        return Json.read(Base64.getUrlDecoder().decode(token.split("\\.")[1]), JsonNode.class);
    }

    private static WebSocket result(Future<WebSocket> socket) throws Exception {
        return socket.toCompletionStage().toCompletableFuture().get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
    }
}
