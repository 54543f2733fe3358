package dev.atrium.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A client of one room that does what a client should: comes back with the last sequence number that it has, after
/// growing pauses, and sends again under the same id what was not acknowledged. While the room takes nothing, it sends
/// one of these from time to time and keeps the others to itself. Thread-safe.
final class FaithfulClient implements AutoCloseable {

    private static final Duration PAUSE_FIRST = Duration.ofMillis(200);
    private static final Duration PAUSE_LONGEST = Duration.ofSeconds(3);

    /// The room moves, or the gateway stops: to come back at once is invited.
    private static final Set<Integer> INVITATIONS = Set.of(1001, 1012);

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final URI uri;
    private final Person person;
    private final String name;
    private final ScheduledExecutorService timers;
    private final List<JsonNode> received = new ArrayList<>();
    private final Map<String, String> unacknowledged = new LinkedHashMap<>();
    private final Map<String, Long> acknowledged = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private @Nullable Connection connection;
    private long first = -1;
    private long last = -1;
    private int sent;
    private long heardAtNanos;
    private Silence longestSilence = Silence.NONE;
    /// What has happened since a message was heard, with the time since then.
    private final List<String> course = new ArrayList<>();
    private Duration pause = PAUSE_FIRST;
    private boolean closed;

    /// How long a client heard no message.
    ///
    /// @param course what happened to its connection meanwhile, and after how many milliseconds
    record Silence(Duration length, List<String> course) implements Comparable<Silence> {

        private static final Silence NONE = new Silence(Duration.ZERO, List.of());

        Silence {
            course = List.copyOf(course);
        }

        @Override
        public int compareTo(Silence other) {
            return length.compareTo(other.length);
        }
    }

    /// @param name unique among the clients of the room
    FaithfulClient(Person person, String room, String name, ScheduledExecutorService timers) {
        this.person = person;
        this.name = name;
        this.timers = timers;
        this.uri = URI.create(
                "ws" + person.uri("/api/rooms/" + room + "/ws").toString().substring(4));
        connect();
    }

    /// Has the clients send in turn until that is cancelled.
    static ScheduledFuture<?> talk(
            List<FaithfulClient> clients, Duration betweenMessages, ScheduledExecutorService timers) {
        int[] next = {0};
        return timers.scheduleAtFixedRate(
                () -> clients.get(next[0]++ % clients.size()).send(),
                0,
                betweenMessages.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /// Everybody gets something new.
    static void awaitProgress(List<FaithfulClient> clients) {
        List<Long> before = clients.stream().map(FaithfulClient::last).toList();
        Awaitility.await("everybody hears something new")
                .atMost(PATIENCE)
                .until(() -> IntStream.range(0, clients.size())
                        .allMatch(i -> clients.get(i).last() > before.get(i) + 3));
    }

    static void awaitQuiet(List<FaithfulClient> clients) {
        Awaitility.await("everybody is connected and acknowledged")
                .atMost(PATIENCE)
                .until(() -> clients.stream().allMatch(FaithfulClient::isQuiet));
    }

    /// All messages of a room, oldest first.
    static List<JsonNode> history(Person person, String room) {
        List<JsonNode> history = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonNode items = page(person, room, after).path("items");
            if (items.isEmpty()) {
                return history;
            }
            items.forEach(history::add);
            after = history.getLast().path("sequence").asLong();
        }
    }

    private static JsonNode page(Person person, String room, long after) {
        return Awaitility.await("shards may still be moving")
                .atMost(PATIENCE)
                .until(
                        () -> person.get("/api/rooms/" + room + "/messages?limit=200&after=" + after),
                        answer -> answer.status() != 503)
                .expect(200)
                .json();
    }

    /// Sends the next message, now or as soon as there is a connection.
    synchronized void send() {
        String clientId = name + "-" + sent++;
        unacknowledged.put(clientId, frame(clientId));
        Connection open = connection;
        if (open != null && open.greeted && open.probe == null) {
            open.send(frame(clientId));
        }
    }

    /// Whether it is connected and nothing of its own is under way.
    synchronized boolean isQuiet() {
        return connection != null && unacknowledged.isEmpty();
    }

    synchronized Map<String, Long> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /// The messages that it got, in the order in which they came.
    synchronized List<JsonNode> received() {
        return List.copyOf(received);
    }

    /// Sequence number up to which it had everything when it first came.
    synchronized long first() {
        return first;
    }

    synchronized long last() {
        return last;
    }

    /// What a client must never see.
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /// The longest time between two messages since the last call.
    synchronized Silence longestSilence() {
        Silence longest = longestSilence;
        longestSilence = Silence.NONE;
        heard();
        return longest;
    }

    private void heard() {
        heardAtNanos = System.nanoTime();
        course.clear();
    }

    private synchronized void happened(String what) {
        course.add(Duration.ofNanos(System.nanoTime() - heardAtNanos).toMillis() + " " + what);
    }

    /// Loses its connection, and comes back.
    synchronized void lose() {
        Connection open = connection;
        if (open != null) {
            open.abort("lost");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Connection open = connection;
        if (open != null) {
            open.abort("closed");
        }
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        Connection next = new Connection();
        happened("asks");
        URI target = last < 0 ? uri : URI.create(uri + "?after=" + last);
        WebSocket.Builder builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(HANDSHAKE);
        if (person.credential() != null) {
            builder.header("Authorization", "Bearer " + person.credential());
        }
        CompletableFuture<WebSocket> _ = builder.buildAsync(target, next)
                .orTimeout(HANDSHAKE.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        next.gone(reason(failure));
                    }
                });
    }

    private static String reason(Throwable failure) {
        return failure instanceof CompletionException
                        && failure.getCause() instanceof WebSocketHandshakeException refusal
                ? "refused with " + refusal.getResponse().statusCode()
                : failure.toString();
    }

    private synchronized void comeBack(Connection from, boolean invited, String reason) {
        if (from.over) {
            return;
        }
        from.over = true;
        happened(reason);
        if (connection == from) {
            connection = null;
        }
        if (!closed) {
            var _ = timers.schedule(this::connect, invited ? 0 : nextPauseMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Not the same for all: who left together should not come back together.
    private long nextPauseMillis() {
        long millis = pause.toMillis();
        pause = pause.multipliedBy(2).compareTo(PAUSE_LONGEST) < 0 ? pause.multipliedBy(2) : PAUSE_LONGEST;
        return ThreadLocalRandom.current().nextLong(millis / 2, millis + 1);
    }

    private synchronized boolean isOver(Connection from) {
        return from.over;
    }

    private synchronized void take(Connection from, JsonNode frame) {
        if (from.over) {
            return;
        }
        switch (frame.path("type").asText()) {
            case "hello" -> greeted(from, frame);
            case "message" -> message(frame.path("message"));
            case "ack" ->
                acknowledged(
                        from,
                        frame.path("clientId").asText(),
                        frame.path("sequence").asLong());
            case "error" -> refused(from, frame);
            default -> {
                // Goodbyes are answered by coming back, once the connection ends.
            }
        }
    }

    private void greeted(Connection from, JsonNode hello) {
        connection = from;
        from.greeted = true;
        pause = PAUSE_FIRST;
        happened("greeted");
        if (last < 0) {
            first = hello.path("lastSequence").asLong();
            last = first;
            heard();
        } else if (!hello.path("complete").asBoolean()) {
            faults.add("resume after " + last + " is not complete: " + hello);
        }
        unacknowledged.values().forEach(from::send);
    }

    private void message(JsonNode message) {
        long sequence = message.path("sequence").asLong();
        if (sequence != last + 1) {
            faults.add("sequence " + sequence + " follows " + last);
        }
        last = sequence;
        received.add(message);
        Duration silence = Duration.ofNanos(System.nanoTime() - heardAtNanos);
        if (silence.compareTo(longestSilence.length()) > 0) {
            longestSilence = new Silence(silence, course);
        }
        heard();
    }

    private void acknowledged(Connection from, String clientId, long sequence) {
        unacknowledged.remove(clientId);
        Long before = acknowledged.put(clientId, sequence);
        if (before != null && before != sequence) {
            faults.add(clientId + " is acknowledged as " + before + " and as " + sequence);
        }
        if (from.probe != null) {
            from.probe = null;
            unacknowledged.values().forEach(from::send);
        }
    }

    private void refused(Connection from, JsonNode error) {
        String clientId = error.path("clientId").asText();
        happened(error.at("/problem/title").asText());
        if (!error.has("retryAfterMs")) {
            faults.add(clientId + " is refused for good: " + error);
        } else if (from.probe == null || from.probe.equals(clientId)) {
            from.probe = clientId;
            var _ = timers.schedule(
                    () -> probe(from), error.path("retryAfterMs").asLong(), TimeUnit.MILLISECONDS);
        }
    }

    /// Sends the message again that was refused.
    private synchronized void probe(Connection to) {
        String clientId = to.probe;
        if (!to.over && clientId != null) {
            to.send(frame(clientId));
        }
    }

    private static String frame(String clientId) {
        return Http.JSON
                .createObjectNode()
                .put("type", "send")
                .put("clientId", clientId)
                .put("content", "message " + clientId)
                .toString();
    }

    private final class Connection implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();
        private volatile @Nullable WebSocket socket;
        private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
        private boolean greeted;
        /// Which message is sent again alone, because the room takes none; null while it takes them.
        private @Nullable String probe;
        private boolean over;

        void send(String text) {
            WebSocket open = socket;
            if (open != null) {
                sending = sending.thenCompose(_ -> open.sendText(text, true)).whenComplete((_, failure) -> {
                    if (failure != null) {
                        gone(failure.toString());
                    }
                });
            }
        }

        void abort(String reason) {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
            gone(reason);
        }

        void gone(String reason) {
            comeBack(this, false, reason);
        }

        @Override
        public void onOpen(WebSocket webSocket) {
            happened("connected");
            socket = webSocket;
            webSocket.request(1);
            if (isOver(this)) {
                // Too late: it comes back by another.
                webSocket.abort();
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean isLast) {
            partial.append(data);
            if (isLast) {
                JsonNode node = parse(partial.toString());
                partial.setLength(0);
                if (node.isArray()) {
                    node.forEach(frame -> take(this, frame));
                } else {
                    take(this, node);
                }
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            comeBack(this, INVITATIONS.contains(statusCode), "closed with " + statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            gone(error.toString());
        }

        private static JsonNode parse(String text) {
            try {
                return Http.JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
