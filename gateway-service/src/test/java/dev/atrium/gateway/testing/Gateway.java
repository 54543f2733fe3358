package dev.atrium.gateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.microprofile.config.ConfigProvider;

/// The gateway under test, as a client sees it.
public final class Gateway {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Patience.USUAL)
            .build();

    private Gateway() {}

    /// What came back.
    public record Answer(int status, java.net.http.HttpHeaders headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return Json.read(body, JsonNode.class);
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /// Asserts that this is a well-formed problem document of the type.
        public Answer assertProblem(ProblemType type) {
            assertEquals(type.status(), status, text());
            assertEquals("application/problem+json", header("Content-Type"));
            assertEquals(type.uri(), json().path("type").asText());
            assertEquals(type.status(), json().path("status").asInt());
            assertEquals(header("X-Request-Id"), json().path("instance").asText());
            return this;
        }
    }

    public static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    public static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /// A request without credentials.
    ///
    /// @param headers names and values in turn
    public static Answer send(String method, String path, String... headers) {
        return send(request(method, path, HttpRequest.BodyPublishers.noBody(), headers));
    }

    /// A request with a JSON body.
    public static Answer sendJson(String method, String path, String json, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return send(request(method, path, HttpRequest.BodyPublishers.ofString(json), all));
    }

    /// A request with a body.
    public static Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        return send(request(method, path, body, headers));
    }

    /// Value of the Authorization header for a new anonymous key with all scopes.
    public static String newKey() {
        return "Bearer " + createKey("{}").path("key").asText();
    }

    /// A new anonymous key.
    public static JsonNode createKey(String wish) {
        Answer created = sendJson("POST", "/api/keys", wish);
        assertEquals(201, created.status(), created.text());
        return created.json();
    }

    private static HttpRequest request(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(Patience.USUAL).method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
