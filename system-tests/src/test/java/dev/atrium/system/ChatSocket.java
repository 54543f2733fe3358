package dev.atrium.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A client of one room that keeps every frame that it got (atrium.v1).
final class ChatSocket implements WebSocket.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BROKEN_OFF = 1006;

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile int closeCode;
    private volatile @Nullable WebSocket socket;

    private ChatSocket() {}

    /// @param after resume behind this sequence number; null for a new visit
    static ChatSocket open(Person person, String room, @Nullable Long after) {
        return open(person, "/api/rooms/" + room + "/ws" + (after == null ? "" : "?after=" + after), "hello");
    }

    /// Opens a socket in the default room.
    static ChatSocket inDefaultRoom(Person person) {
        return open(person, "/api/chat", "hello");
    }

    /// Opens somebody's own socket, in no room.
    static ChatSocket own(Person person) {
        return open(person, "/api/me/ws", "welcome");
    }

    private static ChatSocket open(Person person, String path, String first) {
        URI uri = person.uri(path);
        ChatSocket chat = new ChatSocket();
        WebSocket.Builder builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(30));
        person.headers().forEach(builder::header);
        chat.socket = builder.buildAsync(URI.create("ws" + uri.toString().substring(4)), chat)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        chat.await(first, frame -> frame.path("type").asText().equals(first));
        return chat;
    }

    void send(String clientId, String content) {
        sendRaw(Http.JSON
                .createObjectNode()
                .put("type", "send")
                .put("clientId", clientId)
                .put("content", content)
                .toString());
    }

    void sendRaw(String text) {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("not open");
        }
        open.sendText(text, true).join();
    }

    /// All messages so far, in the order in which they came.
    List<JsonNode> messages() {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals("message"))
                .map(frame -> frame.path("message"))
                .toList();
    }

    /// Waits for a frame of the type that has the value at the field.
    JsonNode await(String type, String field, String value) {
        return await(
                type + " with " + field + "=" + value,
                frame -> frame.path("type").asText().equals(type)
                        && frame.path(field).asText().equals(value));
    }

    JsonNode awaitMessage(String content) {
        return await(
                        "message " + content,
                        frame -> frame.at("/message/content").asText().equals(content))
                .path("message");
    }

    JsonNode await(String what, Predicate<JsonNode> wanted) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> frames.stream().anyMatch(wanted));
        return frames.stream().filter(wanted).findFirst().orElseThrow();
    }

    /// The frames of a type that have come so far, in their order.
    List<JsonNode> frames(String type) {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .toList();
    }

    /// Whether a frame of the type has come so far.
    boolean has(String type) {
        return frames.stream().anyMatch(frame -> frame.path("type").asText().equals(type));
    }

    boolean isClosed() {
        return closeCode != 0;
    }

    /// Waits for the end of the connection; its close code, 1006 if it just broke off.
    int awaitClose(Duration patience) {
        Awaitility.await("close")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(10))
                .until(this::isClosed);
        return closeCode;
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            take(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode = BROKEN_OFF;
    }

    private void take(String text) {
        try {
            JsonNode node = Http.JSON.readTree(text);
            if (node.isArray()) {
                node.forEach(frames::add);
            } else {
                frames.add(node);
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
