package dev.atrium.room.testing;

import static dev.atrium.platform.testing.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.request.ForwardedFor;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// A client's socket in a room: keeps all frames that it gets, in order.
public final class TestSocket implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final AtomicInteger closeCode = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean reading = true;
    private @Nullable WebSocket webSocket;

    private TestSocket() {}

    /// Opens a socket and takes the hello.
    public static TestSocket open(Caller caller, String room) {
        return open(caller, room, "");
    }

    /// @param query for example `?after=3`
    public static TestSocket open(Caller caller, String room, String query) {
        TestSocket socket = connect(caller, room, query);
        eventually(() -> !socket.frames.isEmpty());
        return socket;
    }

    /// Opens the socket of one who watches the room through this node, and takes the hello.
    public static TestSocket spectate(Caller caller, String room, String query) {
        TestSocket socket = connect(caller, room, "spectate", query);
        eventually(() -> !socket.frames.isEmpty());
        return socket;
    }

    /// Opens a socket.
    ///
    /// @throws CompletionException if the handshake is refused
    public static TestSocket connect(Caller caller, String room, String query) {
        return connect(caller, room, "ws", query);
    }

    /// @param kind last segment of the address
    /// @throws CompletionException if the handshake is refused
    public static TestSocket connect(Caller caller, String room, String kind, String query) {
        return connectTo(caller, "/api/rooms/" + room + "/" + kind + query);
    }

    /// Opens a socket at any address, and takes the hello.
    public static TestSocket openAt(Caller caller, String path) {
        TestSocket socket = connectTo(caller, path);
        eventually(() -> !socket.frames.isEmpty());
        return socket;
    }

    /// Opens somebody's own socket, and takes the welcome.
    public static TestSocket own(Caller caller) {
        return openAt(caller, "/api/me/ws");
    }

    /// Opens a socket for a client that comes from an address, and takes the hello.
    public static TestSocket openFrom(String address, Caller caller, String room) {
        TestSocket socket = connectTo(address, caller, "/api/rooms/" + room + "/ws");
        eventually(() -> !socket.frames.isEmpty());
        return socket;
    }

    /// @throws CompletionException if the handshake is refused
    private static TestSocket connectTo(Caller caller, String path) {
        return connectTo("", caller, path);
    }

    private static TestSocket connectTo(String address, Caller caller, String path) {
        TestSocket socket = new TestSocket();
        socket.webSocket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + TestTokens.of(caller))
                .header(ForwardedFor.HEADER, address)
                .buildAsync(URI.create("ws://127.0.0.1:" + port() + path), socket.new Frames())
                .join();
        return socket;
    }

    /// The address of a room's socket.
    public static URI address(String scheme, String room, String query) {
        return URI.create(scheme + "://127.0.0.1:" + port() + "/api/rooms/" + room + "/ws" + query);
    }

    /// The port of the service under test.
    public static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    /// The frame behind the messages that the client had missed when it came.
    public JsonNode afterMissed() {
        return awaitFrame("live", _ -> true);
    }

    public JsonNode hello() {
        return frames.getFirst();
    }

    public void send(String clientId, String content) {
        text(Json.write(Map.of("type", "send", "clientId", clientId, "content", content)));
    }

    /// Sends any text as one WebSocket message.
    public void text(String text) {
        present().sendText(text, true).join();
    }

    /// Sends a text in two fragments.
    public void fragments(String first, String second) {
        present().sendText(first, false).join();
        present().sendText(second, true).join();
    }

    /// Sends a fragment of a text that goes on.
    public void fragment(String text) {
        present().sendText(text, false).join();
    }

    public void binary(byte[] bytes) {
        present().sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /// Waits for a frame of a type that meets a condition.
    public JsonNode awaitFrame(String type, Predicate<JsonNode> condition) {
        eventually(() -> frames.stream().anyMatch(frame -> is(frame, type) && condition.test(frame)));
        return frames.stream()
                .filter(frame -> is(frame, type) && condition.test(frame))
                .findFirst()
                .orElseThrow();
    }

    /// Waits for the next frame that answers something: an error or a pong.
    public JsonNode awaitAnswer() {
        int number = taken.getAndIncrement();
        eventually(() -> answers().size() > number);
        return answers().get(number);
    }

    public JsonNode awaitAck(String clientId) {
        return awaitFrame("ack", frame -> frame.path("clientId").asText().equals(clientId));
    }

    /// Waits for the frame that acknowledges or refuses a frame.
    public JsonNode awaitAckOrError(String clientId) {
        Predicate<JsonNode> answers = frame -> (is(frame, "ack") || is(frame, "error"))
                && frame.path("clientId").asText().equals(clientId);
        eventually(() -> frames.stream().anyMatch(answers));
        return frames.stream().filter(answers).findFirst().orElseThrow();
    }

    /// Waits until so many messages have come; returns their contents in the order in which they came.
    public List<String> awaitContents(int count) {
        eventually(() -> messages().size() >= count);
        return messages().stream()
                .map(message -> message.path("content").asText())
                .toList();
    }

    /// The frames of a type that have come so far.
    public List<JsonNode> frames(String type) {
        return frames.stream().filter(frame -> is(frame, type)).toList();
    }

    /// Waits until so many frames of a type have come.
    public void awaitCount(String type, int count) {
        eventually(() -> frames(type).size() >= count);
    }

    /// Takes nothing more from the connection for a while.
    public void stopReading() {
        reading = false;
    }

    public void goOnReading() {
        reading = true;
        present().request(1);
    }

    public boolean isClosed() {
        return closeCode.get() != 0;
    }

    /// The messages that have come so far.
    public List<JsonNode> messages() {
        return frames.stream()
                .filter(frame -> is(frame, "message"))
                .map(frame -> frame.path("message"))
                .toList();
    }

    public int awaitClose() {
        eventually(() -> closeCode.get() != 0);
        return closeCode.get();
    }

    /// Tells the server that it is alive, whether it reads or not.
    public void showLife() {
        CompletableFuture<WebSocket> _ = present().sendPing(ByteBuffer.allocate(0));
    }

    /// Vanishes without a word.
    @Override
    public void close() {
        present().abort();
    }

    /// Says that it is done, as a client does that leaves.
    public void quit() {
        CompletableFuture<WebSocket> _ = present().sendClose(WebSocket.NORMAL_CLOSURE, "");
    }

    private List<JsonNode> answers() {
        return frames.stream()
                .filter(frame -> is(frame, "error") || is(frame, "pong"))
                .toList();
    }

    private WebSocket present() {
        WebSocket present = webSocket;
        if (present == null) {
            throw new IllegalStateException("not connected");
        }
        return present;
    }

    private static void eventually(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private static boolean is(JsonNode frame, String type) {
        return frame.path("type").asText().equals(type);
    }

    private final class Frames implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            if (reading) {
                socket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            closeCode.set(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closeCode.compareAndSet(0, 1006);
        }

        private void take(String message) {
            try {
                JsonNode json = Json.read(message.getBytes(StandardCharsets.UTF_8), JsonNode.class);
                if (json.isArray()) {
                    json.forEach(frames::add);
                } else {
                    frames.add(json);
                }
            } catch (UncheckedIOException e) {
                throw new IllegalStateException("not JSON: " + message, e);
            }
        }
    }
}
