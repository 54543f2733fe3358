package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.testing.Patience;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Without TLS the gateway speaks HTTP/1.1, also with clients that wish to upgrade, and no byte of theirs is lost.
@QuarkusTest
final class UpgradeToHttp2Test {

    private static final int LARGE = 3 << 20;

    private String key = "";

    @BeforeEach
    void fresh() {
        StandIn.fresh();
        key = Gateway.newKey();
    }

    @Test
    void requestsWithAndWithoutABodyAreAnswered() throws Exception {
        assertEquals(
                "{\"bytes\":0}",
                answer("GET", "/api/rooms", BodyPublishers.noBody()).body());
        assertEquals(
                "{\"bytes\":2}",
                answer("POST", "/api/rooms", BodyPublishers.ofString("{}")).body());
        assertEquals(200, answer("GET", "/api/me", BodyPublishers.noBody()).statusCode());
        assertEquals(
                201, answer("POST", "/api/keys", BodyPublishers.ofString("{}")).statusCode());
    }

    @Test
    void uploadsArriveWholeWhetherTheyTellTheirLengthOrNot() throws Exception {
        BodyPublisher known = BodyPublishers.ofByteArray(new byte[LARGE]);
        BodyPublisher unknown = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[LARGE]));

        assertEquals(
                "{\"bytes\":" + LARGE + "}",
                answer("POST", "/api/upload", known).body());
        assertEquals(
                "{\"bytes\":" + LARGE + "}",
                answer("POST", "/api/upload", unknown).body());
    }

    /// Sent by a client of its own, because a client wishes for HTTP/2 only on its first request.
    private HttpResponse<String> answer(String method, String path, BodyPublisher body) throws Exception {
        URI uri = Gateway.uri(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Patience.USUAL)
                .header("Authorization", key)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
            return answer;
        }
    }
}
