import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The HTTP side of Atrium, as far as a chat needs it.
final class Server {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String url;
    private String key;

    private Server(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /// What the server refused, in its own words.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        final int status;

        Refused(int status, String why) {
            super(why);
            this.status = status;
        }
    }

    /// @param key an API key; empty: the one that was kept in `~/.config/atrium/key`, or a new one that is kept there
    static Server at(String url, String key) throws IOException, InterruptedException, Refused {
        Server server = new Server(url.replaceAll("/+$", ""), key);
        if (key.isEmpty()) {
            server.useKeptKey();
        }
        return server;
    }

    /// The id of the room where all meet who name none.
    String defaultRoom() throws IOException, InterruptedException, Refused {
        return Json.text(call("GET", "/api/chat", ""), "id");
    }

    /// The id of the room with this id or name; a room of this name is made if there is none.
    String room(String idOrName) throws IOException, InterruptedException, Refused {
        try {
            return Json.text(call("GET", "/api/rooms/" + encode(idOrName), ""), "id");
        } catch (Refused e) {
            if (e.status != 404 && e.status != 400) {
                throw e;
            }
        }
        Optional<String> named = named(idOrName);
        if (named.isPresent()) {
            return named.get();
        }
        String made = Json.text(call("POST", "/api/rooms", "{\"name\":" + Json.quote(idOrName) + "}"), "id");
        System.err.println("(there was no room '" + Chat.plain(idOrName) + "': made it)");
        return made;
    }

    /// Messages in ascending order: those after a sequence number, or the newest ones if that is negative.
    List<?> messages(String room, long after) throws IOException, InterruptedException, Refused {
        String query = after < 0 ? "?limit=20" : "?limit=200&after=" + after;
        return items(call("GET", "/api/rooms/" + encode(room) + "/messages" + query, ""));
    }

    /// Opens the room's socket; the server then sends what came after the sequence number.
    CompletableFuture<WebSocket> join(String room, long after, WebSocket.Listener listener) {
        URI socket = URI.create(url.replaceFirst("^http", "ws") + "/api/rooms/" + encode(room) + "/ws?after=" + after);
        return http.newWebSocketBuilder()
                .connectTimeout(TIMEOUT)
                .header("Authorization", "Bearer " + key)
                .buildAsync(socket, listener);
    }

    private Optional<String> named(String name) throws IOException, InterruptedException, Refused {
        String cursor = "";
        do {
            Object page = call("GET", "/api/rooms?limit=200" + cursor, "");
            for (Object room : items(page)) {
                if (Json.text(room, "name").equalsIgnoreCase(name)) {
                    return Optional.of(Json.text(room, "id"));
                }
            }
            String next = Json.text(page, "nextCursor");
            cursor = next.isEmpty() ? "" : "&cursor=" + encode(next);
        } while (!cursor.isEmpty());
        return Optional.empty();
    }

    private void useKeptKey() throws IOException, InterruptedException, Refused {
        String home = System.getenv().getOrDefault("XDG_CONFIG_HOME", System.getProperty("user.home") + "/.config");
        Path kept = Path.of(home, "atrium", "key");
        if (Files.exists(kept)) {
            key = Files.readString(kept).strip();
            try {
                call("GET", "/api/me", "");
                return;
            } catch (Refused e) {
                if (e.status != 401) {
                    throw e;
                }
                key = ""; // of another server, or revoked
            }
        }
        Object made = call("POST", "/api/keys", "{}");
        key = Json.text(made, "key");
        keep(kept);
        System.err.println("(you are " + Chat.plain(Json.text(made, "handle")) + "; your key is kept in " + kept + ")");
    }

    private void keep(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(
                file.getParent(),
                "key",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, key + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Object call(String method, String path, String body) throws IOException, InterruptedException, Refused {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new Refused(response.statusCode(), why(response));
        }
        return Json.read(response.body());
    }

    private static String why(HttpResponse<String> response) {
        try {
            Object problem = Json.read(response.body());
            String detail = Json.text(problem, "detail");
            return response.statusCode() + " " + Json.text(problem, "title") + (detail.isEmpty() ? "" : ": " + detail);
        } catch (IllegalArgumentException e) {
            return "status " + response.statusCode() + " from " + response.uri();
        }
    }

    private static List<?> items(Object page) {
        return Json.get(page, "items") instanceof List<?> items ? items : List.of();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
