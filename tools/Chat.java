import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A terminal in a room: prints what is said, says what is typed or piped in. `./atrium chat [ROOM]`
///
/// Lines arrive in their order: where the server takes no more of them, they go one at a time, each once the one before
/// is acknowledged, and the refused one when the server says.
///
/// A line counts once the server has acknowledged it; after a lost connection what was not acknowledged is sent again
/// under the same id, so that it appears once.
final class Chat implements WebSocket.Listener {

    private static final String USAGE =
            """
            usage: ./atrium chat [ROOM] [--url URL] [--key KEY]
              ROOM   its name or id; it is made if there is none; default: the room where all meet, /api/chat
              --url  of the gateway, default: $ATRIUM_URL or http://127.0.0.1:8080
              --key  an API key, default: $ATRIUM_KEY, or the one in ~/.config/atrium/key, made if there is none
            Lines from standard input are sent; the end of input ends the chat, when all are acknowledged.""";

    private static final int MOST_UNACKNOWLEDGED = 32;
    private static final long ACKNOWLEDGE_SECONDS = 30;
    private static final long SILENCE_SECONDS = 20;
    private static final long LEAST_PAUSE_MILLIS = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Server server;
    private final String room;
    private final boolean typed;
    private final Map<String, String> unacknowledged = new LinkedHashMap<>();
    private final Set<String> typedHere = ConcurrentHashMap.newKeySet();
    private final Semaphore window = new Semaphore(MOST_UNACKNOWLEDGED);
    private final StringBuilder incoming = new StringBuilder();
    private volatile long last;
    private volatile long pauseMillis = 500;
    private volatile long heardAt;
    private volatile boolean greeted;
    /// By nanoTime; in the future where the server has said when to come back.
    private volatile long progressAt = System.nanoTime();
    /// Whether lines go one at a time.
    private boolean slow;
    /// Which of them is on its way then; null while the server wants to be left alone.
    private String turn;
    private WebSocket socket;
    private CompletableFuture<Void> connection = new CompletableFuture<>();

    private Chat(Server server, String room) {
        this.server = server;
        this.room = room;
        Console console = System.console();
        this.typed = console != null && console.isTerminal();
    }

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> options = new LinkedHashMap<>(Map.of(
                "--url", System.getenv().getOrDefault("ATRIUM_URL", "http://127.0.0.1:8080"),
                "--key", System.getenv().getOrDefault("ATRIUM_KEY", "")));
        String room = "";
        for (int i = 0; i < args.length; i++) {
            if (options.containsKey(args[i]) && i + 1 < args.length) {
                options.put(args[i], args[++i]);
            } else if (!args[i].startsWith("-") && room.isEmpty()) {
                room = args[i];
            } else {
                exit(args[i].equals("--help") ? 0 : 2, USAGE);
            }
        }
        try {
            Server server = Server.at(options.get("--url"), options.get("--key"));
            new Chat(server, room.isBlank() ? server.defaultRoom() : server.room(room)).run();
        } catch (Server.Refused e) {
            exit(1, plain(e.getMessage()));
        } catch (IllegalArgumentException e) {
            exit(2, "not usable: " + e.getMessage());
        } catch (ConnectException e) {
            exit(1, "nobody answers at " + options.get("--url") + "; is ./atrium up running?");
        } catch (IOException e) {
            exit(1, "cannot talk to " + options.get("--url") + ": " + e.getMessage());
        }
    }

    /// Text of other people without what would steer the terminal.
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}&&[^\\t\\u200c\\u200d]]", "\u00b7");
    }

    private void run() throws IOException, InterruptedException, Server.Refused {
        List<?> newest = server.messages(room, -1);
        newest.forEach(this::show);
        Thread.ofVirtual().start(this::readInput);
        while (true) {
            connect();
            awaitEnd();
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS))
                    .join();
            pauseMillis = Math.min(2 * pauseMillis, 10_000);
        }
    }

    private void connect() {
        connection = new CompletableFuture<>();
        try {
            WebSocket opened = server.join(room, last, this).join();
            synchronized (this) {
                socket = opened;
                slow = false;
                turn = null;
                unacknowledged.forEach(this::send);
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused
                    && refused.getResponse().statusCode() / 100 == 4
                    && refused.getResponse().statusCode() != 429) {
                exit(1, "the room refuses you: status " + refused.getResponse().statusCode());
            }
            tell("no connection, trying again");
            connection.complete(null);
        }
    }

    /// Returns when the connection has ended, also when it is only silent: then it is closed.
    private void awaitEnd() throws InterruptedException {
        heardAt = System.nanoTime();
        while (!connection.isDone()) {
            try {
                connection.get(SILENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                checkThatItIsAlive();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        synchronized (this) {
            socket = null;
        }
    }

    private synchronized void checkThatItIsAlive() {
        if (System.nanoTime() - heardAt > TimeUnit.SECONDS.toNanos(3 * SILENCE_SECONDS)) {
            socket.abort();
            connection.complete(null);
        } else {
            transmit("{\"type\":\"ping\"}");
        }
    }

    private void readInput() {
        Charset charset = Charset.forName(System.getProperty("stdin.encoding", "UTF-8"));
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, charset))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (!line.isBlank()) {
                    window.acquire();
                    say(line);
                }
            }
            progress(0);
            while (!window.tryAcquire(MOST_UNACKNOWLEDGED, 1, TimeUnit.SECONDS)) {
                if (System.nanoTime() - progressAt > TimeUnit.SECONDS.toNanos(ACKNOWLEDGE_SECONDS)) {
                    exit(1, "(not all lines were acknowledged)");
                }
            }
            exit(0, "");
        } catch (IOException e) {
            exit(1, "cannot read the input: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void say(String line) {
        String clientId = UUID.randomUUID().toString();
        unacknowledged.put(clientId, line);
        if (typed) {
            typedHere.add(clientId);
        }
        if (socket != null && !slow) {
            send(clientId, line);
        }
    }

    private void send(String clientId, String content) {
        transmit("{\"type\":\"send\",\"clientId\":" + Json.quote(clientId) + ",\"content\":" + Json.quote(content) + "}");
    }

    private void transmit(String frame) {
        try {
            socket.sendText(frame, true).join();
        } catch (CompletionException e) {
            connection.complete(null); // it is sent again over the next connection
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean complete) {
        incoming.append(part);
        if (complete) {
            heardAt = System.nanoTime();
            Object message = Json.read(incoming.toString());
            incoming.setLength(0);
            List<?> frames = message instanceof List<?> several ? several : List.of(message);
            frames.forEach(this::receive);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        tell("disconnected, coming back" + (reason.isEmpty() ? "" : " (" + plain(reason) + ")"));
        connection.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        tell("connection lost, coming back");
        connection.complete(null);
    }

    private void receive(Object frame) {
        switch (Json.text(frame, "type")) {
            case "hello" -> hello(frame);
            case "message" -> show(Json.get(frame, "message"));
            case "ack" -> settled(Json.text(frame, "clientId"));
            case "error" -> refused(frame);
            case "goodbye" -> pauseMillis = Math.max(pauseMillis, Json.number(frame, "retryAfterMs"));
            default -> {} // of a newer server
        }
    }

    private void hello(Object frame) {
        pauseMillis = 500;
        if (typed || !greeted) {
            greeted = true;
            Object you = Json.get(frame, "you");
            tell("in '%s' as %s%s".formatted(
                    plain(Json.text(Json.get(frame, "room"), "name")),
                    plain(Json.text(you, "handle")),
                    Json.get(you, "canSend").equals(false) ? ", only to read" : ""));
        }
        if (Json.get(frame, "complete").equals(false)) {
            catchUp(Json.number(frame, "lastSequence"));
        }
    }

    /// What was missed is more than the room still has at hand: it is in the history.
    private void catchUp(long until) {
        try {
            while (last < until) {
                List<?> page = server.messages(room, last);
                page.forEach(this::show);
                if (page.isEmpty()) {
                    return;
                }
            }
        } catch (IOException | Server.Refused e) {
            tell("some messages could not be fetched: " + plain(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(Object message) {
        long sequence = Json.number(message, "sequence");
        if (sequence <= last) {
            return;
        }
        last = sequence;
        if (typedHere.remove(Json.text(message, "clientId"))) {
            return; // it stands there already
        }
        String attachment = Json.text(Json.get(message, "attachment"), "name");
        System.out.println("%s %s: %s%s".formatted(
                time(Json.text(message, "createdAt")),
                plain(Json.text(Json.get(message, "sender"), "handle")),
                plain(Json.text(message, "content")),
                attachment.isEmpty() ? "" : " [" + plain(attachment) + "]"));
    }

    private void refused(Object frame) {
        Object problem = Json.get(frame, "problem");
        String clientId = Json.text(frame, "clientId");
        long status = Json.number(problem, "status");
        if (!clientId.isEmpty() && (status == 429 || status == 503)) {
            putOff(clientId, Math.max(Json.number(frame, "retryAfterMs"), LEAST_PAUSE_MILLIS));
            return;
        }
        tell("refused: " + plain(Json.text(problem, "title") + ". " + Json.text(problem, "detail")));
        settled(clientId);
    }

    /// The line waits for its turn, as all do behind the first that is refused.
    private synchronized void putOff(String clientId, long pauseMillis) {
        if (!slow || clientId.equals(turn)) {
            slow = true;
            turn = null;
            progress(pauseMillis);
            CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS).execute(this::sendNext);
        }
    }

    private synchronized void progress(long inMillis) {
        long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(inMillis);
        progressAt = at - progressAt > 0 ? at : progressAt;
    }

    private synchronized void sendNext() {
        if (slow && turn == null && socket != null) {
            slow = !unacknowledged.isEmpty();
            for (Map.Entry<String, String> oldest : unacknowledged.entrySet()) {
                turn = oldest.getKey();
                send(turn, oldest.getValue());
                return;
            }
        }
    }

    private synchronized void settled(String clientId) {
        if (unacknowledged.remove(clientId) == null) {
            return;
        }
        progress(0);
        window.release();
        if (slow && clientId.equals(turn)) {
            turn = null;
            sendNext();
        }
    }

    private static String time(String instant) {
        try {
            return TIME.format(Instant.parse(instant));
        } catch (DateTimeParseException e) {
            return LocalTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    private static void tell(String what) {
        System.err.println("(" + what + ")");
    }

    private static void exit(int status, String message) {
        if (!message.isEmpty()) {
            System.err.println(message);
        }
        System.exit(status);
    }
}
