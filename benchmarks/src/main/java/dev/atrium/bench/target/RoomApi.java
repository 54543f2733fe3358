package dev.atrium.bench.target;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The HTTP API of rooms, direct or through the gateway.
///
/// @param port of the server on this machine
/// @param bearer a credential that is valid now
public record RoomApi(int port, Supplier<String> bearer) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;

    /// An API key of the gateway.
    static String newKey(int port) throws IOException {
        return first(KEY, created(() -> post(port, "/api/keys", "{}")));
    }

    /// @return the room's id
    String createRoom(String name) throws IOException {
        return first(ID, created(() -> postAs("/api/rooms", "{\"name\":\"" + name + "\"}")));
    }

    /// Fills a room's history.
    public void write(String room, int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            String content = "Message " + i + " of the history, " + ".".repeat(100);
            created(() -> postAs("/api/rooms/" + room + "/messages", "{\"content\":\"" + content + "\"}"));
        }
    }

    /// A whole GET request.
    public byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + authorization() + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The header line of the credential.
    String authorization() {
        return "Authorization: Bearer " + bearer.get() + "\r\n";
    }

    private interface Request {
        HttpResponse<String> send() throws IOException;
    }

    private HttpResponse<String> postAs(String path, String json) throws IOException {
        return post(port, path, json, "Authorization", "Bearer " + bearer.get());
    }

    private static HttpResponse<String> post(int port, String path, String json, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        try {
            return CLIENT.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// A node that has just started owns its shards a moment later: it is asked again.
    ///
    /// @return the body
    private static String created(Request request) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = request.send();
        while (answer.statusCode() == UNAVAILABLE && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = request.send();
        }
        if (answer.statusCode() != CREATED) {
            throw new IOException(answer.uri() + " answers " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String first(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException(pattern + " is not in " + text);
        }
        return found.group(1);
    }
}
