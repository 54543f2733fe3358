package dev.atrium.gateway.edge;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GracefulShutdownTest {

    private static final ShutdownDelayInitiatedEvent SIGTERM = new ShutdownDelayInitiatedEvent();

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer();
    private final HttpClient client = HttpClient.newHttpClient();
    private GracefulShutdown shutdown = new GracefulShutdown(Duration.ZERO, Duration.ofMinutes(1));
    private final BlockingQueue<RoutingContext> admitted = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            if (shutdown.admits(context)) {
                admitted.add(context);
            }
        });
        server.requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        vertx.close();
    }

    @Test
    void whoeverComesAfterItBeganIsSentAway() throws Exception {
        shutdown.begin(SIGTERM);

        HttpResponse<String> answer = send().get(30, TimeUnit.SECONDS);

        assertEquals(503, answer.statusCode());
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
        assertEquals("close", answer.headers().firstValue("Connection").orElse(""));
        assertTrue(admitted.isEmpty());
    }

    @Test
    void duringTheNoticeItIsNotReadyButServesAsBefore() throws Exception {
        shutdown = new GracefulShutdown(Duration.ofMinutes(5), Duration.ofMinutes(1));
        Staying staying = new Staying(shutdown);
        assertEquals(HealthCheckResponse.Status.UP, staying.call().getStatus());

        Thread leaving = Thread.ofVirtual().start(() -> shutdown.begin(SIGTERM));

        await().until(() -> staying.call().getStatus() == HealthCheckResponse.Status.DOWN);
        assertFalse(shutdown.hasBegun());
        CompletableFuture<HttpResponse<String>> answer = send();
        RoutingContext context = admitted.take();
        vertx.runOnContext(_ -> context.response().end("as ever"));
        assertEquals("as ever", answer.get(30, TimeUnit.SECONDS).body());

        leaving.interrupt();
        await().until(shutdown::hasBegun);
        assertEquals(503, send().get(30, TimeUnit.SECONDS).statusCode());
    }

    @Test
    void itIsOverAtOnceWhenNobodyIsThere() {
        shutdown.begin(SIGTERM);

        shutdown.await(SIGTERM);

        assertTrue(shutdown.hasBegun());
    }

    @Test
    void whoeverIsThereIsAnsweredFirst() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = send();
        RoutingContext context = admitted.take();
        shutdown.begin(SIGTERM);
        Thread waiting = Thread.ofVirtual().start(() -> shutdown.await(SIGTERM));
        assertFalse(answer.isDone());

        vertx.runOnContext(_ -> context.response().end("bye"));

        assertEquals("bye", answer.get(30, TimeUnit.SECONDS).body());
        await().until(() -> !waiting.isAlive());
    }

    @Test
    void whoeverStaysTooLongIsNotWaitedFor() throws Exception {
        shutdown = new GracefulShutdown(Duration.ZERO, Duration.ofMillis(200));
        CompletableFuture<HttpResponse<String>> answer = send();
        admitted.take();
        shutdown.begin(SIGTERM);

        Thread waiting = Thread.ofVirtual().start(() -> shutdown.await(SIGTERM));

        await().until(() -> !waiting.isAlive());
        assertFalse(answer.isDone());
    }

    private CompletableFuture<HttpResponse<String>> send() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }
}
