package dev.atrium.room.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.request.ForwardedFor;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A socket that speaks TinyBase to a room, word by word.
public final class TinyBaseSocket implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> closed = new AtomicReference<>("");
    private volatile boolean reading = true;
    private @Nullable WebSocket webSocket;

    private TinyBaseSocket() {}

    /// A socket of one room, after the room's greeting.
    public static TinyBaseSocket open(Caller caller, String room) {
        return open(caller, address("ws", room));
    }

    /// The same at another address.
    public static TinyBaseSocket open(Caller caller, URI address) {
        TinyBaseSocket socket = connect("", caller, address, null);
        socket.await(2);
        return socket;
    }

    /// A socket of channels, after its greeting.
    public static TinyBaseSocket channels(Caller caller, String room) {
        return channels(caller, address("ws", room));
    }

    /// The same at another address.
    public static TinyBaseSocket channels(Caller caller, URI address) {
        return channelsFrom("", caller, address);
    }

    /// The same for a client that comes from a network address.
    public static TinyBaseSocket channelsFrom(String from, Caller caller, URI address) {
        TinyBaseSocket socket = connect(from, caller, address, "tinybase");
        String hello = "S\n[\"hello\",-1,[0,1]]";
        socket.send(hello);
        socket.awaitText(hello::equals);
        return socket;
    }

    /// @throws CompletionException if the handshake is refused
    public static TinyBaseSocket connect(Caller caller, String room, @Nullable String subProtocol) {
        return connect("", caller, address("ws", room), subProtocol);
    }

    private static TinyBaseSocket connect(String from, Caller caller, URI address, @Nullable String subProtocol) {
        TinyBaseSocket socket = new TinyBaseSocket();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + TestTokens.of(caller))
                .header(ForwardedFor.HEADER, from);
        if (subProtocol != null) {
            builder.subprotocols(subProtocol);
        }
        socket.webSocket = builder.buildAsync(address, socket.new Texts()).join();
        return socket;
    }

    /// The address of a room's document.
    public static URI address(String scheme, String room) {
        return URI.create(scheme + "://127.0.0.1:" + TestSocket.port() + "/api/rooms/" + room + "/tinybase");
    }

    /// The sub-protocol that the server chose; empty if none.
    public String subProtocol() {
        return present().getSubprotocol();
    }

    public void send(String text) {
        present().sendText(text, true).join();
    }

    /// Writes a value at a time of 16 characters.
    public void write(String value, String json, String time) {
        send("\n[\"w\",3,[[{}],[{\"" + value + "\":[" + json + ",\"" + time + "\"]}],1]]");
    }

    public void binary() {
        present().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
    }

    /// Says that it is still there, whether it reads or not, unless the server has hung up.
    public void ping() {
        present().sendPing(ByteBuffer.allocate(0)).exceptionally(_ -> present()).join();
    }

    /// Sends a close frame, whether it reads or not.
    public void sayGoodbye() {
        present().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /// Waits for the next message of a type from the room's store; takes it.
    public JsonNode await(int type) {
        String text = awaitText(candidate ->
                candidate.startsWith("S\n") && message(candidate).path(1).asInt() == type);
        texts.remove(text);
        return message(text);
    }

    /// Waits for the answer to a request.
    public JsonNode ask(String id, int type, String body) {
        send("\n[\"" + id + "\"," + type + "," + body + "]");
        return message(awaitText(
                        candidate -> message(candidate).path(0).asText().equals(id)))
                .path(2);
    }

    /// Waits until the room has a value.
    public void awaitValue(String value, String json) {
        eventually(() -> ask("q" + System.nanoTime(), 7, "{}")
                .at("/0/" + value + "/0")
                .toString()
                .equals(json));
    }

    public String awaitText(Predicate<String> condition) {
        eventually(() -> texts.stream().anyMatch(condition));
        return texts.stream().filter(condition).findFirst().orElseThrow();
    }

    /// Takes nothing more from the connection, but for one fragment, until [#goOnReading].
    public void stopReading() {
        reading = false;
    }

    public void goOnReading() {
        reading = true;
        present().request(1);
    }

    /// What has come and was not taken.
    public List<String> texts() {
        return texts;
    }

    /// Waits for the close frame: its code and reason.
    public String awaitClose() {
        eventually(this::isClosed);
        return closed.get();
    }

    public boolean isClosed() {
        return !closed.get().isEmpty();
    }

    @Override
    public void close() {
        present().abort();
    }

    private static JsonNode message(String text) {
        return Json.read(text.substring(text.lastIndexOf('\n') + 1), JsonNode.class);
    }

    private WebSocket present() {
        WebSocket present = webSocket;
        if (present == null) {
            throw new IllegalStateException("not connected");
        }
        return present;
    }

    private static void eventually(Callable<Boolean> condition) {
        Patience.await().pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private final class Texts implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            if (reading) {
                socket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            closed.set(statusCode + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.compareAndSet("", "1006 " + error);
        }
    }
}
