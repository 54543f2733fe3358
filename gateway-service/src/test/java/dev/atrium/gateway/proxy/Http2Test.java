package dev.atrium.gateway.proxy;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Addresses;
import dev.atrium.gateway.testing.Certificate;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Http2Frames;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.testing.TestStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Over TLS the gateway speaks HTTP/2, to services HTTP/1.1 all the same.
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "parts", value = "postgres,kafka,redis"))
@QuarkusTestResource(Addresses.class)
final class Http2Test {

    private static final int LARGE = 3 << 20;

    private HttpClient client = HttpClient.newHttpClient();
    private String key = "";

    @BeforeEach
    void fresh() throws Exception {
        StandIn.fresh();
        key = Gateway.newKey();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Certificate.trusted())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void requestsWithAndWithoutABodyAreAnswered() {
        assertEquals(
                "{\"bytes\":0}",
                answer("GET", "/api/rooms", BodyPublishers.noBody()).body());
        assertEquals(
                "{\"bytes\":2}",
                answer("POST", "/api/rooms", BodyPublishers.ofString("{}")).body());
        assertEquals(200, answer("GET", "/api/me", BodyPublishers.noBody()).statusCode());
        assertEquals(404, answer("GET", "/api/nothing", BodyPublishers.noBody()).statusCode());
    }

    @Test
    void manyRequestsShareAConnection() {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 50)
                .mapToObj(_ -> send("GET", "/api/rooms", BodyPublishers.noBody()))
                .toList();

        answers.forEach(answer -> assertEquals(200, answer.join().statusCode()));
    }

    @Test
    void anUploadArrivesWhole() {
        BodyPublisher body = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[LARGE]));

        assertEquals(
                "{\"bytes\":" + LARGE + "}", answer("POST", "/api/upload", body).body());
    }

    /// Over HTTP/2 no head says that there is no body.
    @Test
    void aReadIsSentOnceMoreAlsoWhereBodiesPassThrough() {
        StandIn services = StandIn.fresh();
        AtomicBoolean first = new AtomicBoolean(true);
        services.answers(request -> {
            if (first.getAndSet(false)) {
                request.connection().close();
            } else {
                request.response().end("{}");
            }
        });

        assertEquals(200, answer("GET", "/api/depot/1", BodyPublishers.noBody()).statusCode());
        assertEquals(2, services.seen().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "POST", "PUT", "PATCH"})
    void aBodyOfWhichTheHeadTellsNoLengthArrivesWhateverTheMethod(String method) {
        BodyPublisher body = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[200_000]));

        assertEquals("{\"bytes\":200000}", answer(method, "/api/depot/1", body).body());
    }

    @Test
    void browsersAreToldToComeOverTlsOnly() {
        assertTrue(answer("GET", "/api/me", BodyPublishers.noBody())
                .headers()
                .firstValue("Strict-Transport-Security")
                .isPresent());
    }

    /// All on one connection, hence one event loop and its connections to the service.
    @Test
    void anAddressThatHoldsWhatItCanGetLeavesSomeToOthers() {
        StandIn services = StandIn.fresh();
        assertEquals(200, send("/api/files", "203.0.113.1").join().statusCode());
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        services.answers(request -> {
            if (request.uri().endsWith("held")) {
                held.add(request);
            } else {
                request.response().end("{}");
            }
        });
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 70)
                .mapToObj(_ -> send("/api/files?held", "203.0.113.1"))
                .toList();
        await().until(() -> held.size() >= 32);

        assertEquals(200, send("/api/files", "203.0.113.2").join().statusCode());

        services.answers(request -> request.response().end("{}"));
        held.forEach(request -> request.response().end("{}"));
        answers.forEach(answer -> assertEquals(200, answer.join().statusCode()));
    }

    private CompletableFuture<HttpResponse<String>> send(String path, String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + path))
                .timeout(Patience.USUAL)
                .header("X-Forwarded-For", address)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /// No library lets one send such, so they are told by hand. Each more often than a breaker has patience.
    @ParameterizedTest
    @CsvSource({
        "https, /api/rooms, accept, a\\0b",
        "https, /api/rooms, accept, a\\r\\nx: b",
        "https, /api/rooms, user-agent, a\\13",
        "https, /api/rooms, x-anything, a\\177",
        "https, /api/rooms?x=a b, accept, */*",
        "https, /api/rooms?x=a\\r\\nb, accept, */*",
        "https, /api/rooms?x=\\0, accept, */*",
        "ht\\0tps, /api/rooms, accept, */*"
    })
    void whatCannotBePassedOnIsRefusedAndNoFailureOfTheService(String scheme, String path, String name, String value)
            throws Exception {
        StandIn services = StandIn.fresh();
        try (Http2Frames frames = new Http2Frames(Certificate.trusted(), port())) {
            for (int i = 0; i < Addresses.BREAKER_WINDOW + 5; i++) {
                assertEquals(Optional.of(400), frames.ask(raw(scheme, path, name, value)));
            }
            assertEquals(0, services.seen().size());

            assertEquals(Optional.of(200), frames.ask(raw("https", "/api/rooms?x=a%20b", "accept", "*/*")));
        }
        assertEquals("/api/rooms?x=a%20b", services.onlySeen().uri());
    }

    private static String[] raw(String scheme, String path, String name, String value) {
        return new String[] {
            ":method",
            "GET",
            ":scheme",
            scheme.translateEscapes(),
            ":authority",
            "127.0.0.1",
            ":path",
            path.translateEscapes(),
            name,
            value.translateEscapes()
        };
    }

    private HttpResponse<String> answer(String method, String path, BodyPublisher body) {
        HttpResponse<String> answer = send(method, path, body).join();
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        return answer;
    }

    private CompletableFuture<HttpResponse<String>> send(String method, String path, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + path))
                .timeout(Patience.USUAL)
                .header("Authorization", key)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-ssl-port", Integer.class);
    }
}
