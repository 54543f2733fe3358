package dev.atrium.gateway.proxy;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An answer on its way from a service by something that passes it on.
final class AnswerStreamTest {

    private static final Duration SOON = Duration.ofMillis(200);

    /// More than all that is on the way where nobody reads.
    private static final int LARGE = 40 << 20;

    private static final Buffer CHUNK = Buffer.buffer(new byte[64 << 10]);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final AtomicInteger over = new AtomicInteger();
    private final AtomicInteger hungUp = new AtomicInteger();
    private int service;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        service = listen(vertx.createHttpServer().requestHandler(this::answer));
        Router router = Router.router(vertx);
        router.route().handler(this::passOn);
        port = listen(vertx.createHttpServer().requestHandler(router));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoReadsGetsAll() throws IOException {
        try (Socket reader = ask()) {
            assertTrue(reader.getInputStream().readAllBytes().length > LARGE);
        }
        assertEquals(1, over.get());
    }

    @Test
    void whoReadsNothingIsCutOffAndTheServiceIsFree() throws IOException {
        try (Socket reader = ask()) {
            await().until(() -> hungUp.get() == 1);

            assertEquals(1, over.get());
            assertTrue(readWhatIsThere(reader) < LARGE);
        }
    }

    private void passOn(RoutingContext context) {
        context.response().putHeader("Content-Length", Integer.toString(LARGE));
        client.request(HttpMethod.GET, service, "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .onSuccess(answer -> new AnswerStream(context, answer, SOON, over::incrementAndGet).begin());
    }

    private void answer(HttpServerRequest request) {
        request.response().putHeader("Content-Length", Integer.toString(LARGE));
        request.connection().closeHandler(_ -> hungUp.incrementAndGet());
        pour(request.response(), new AtomicInteger());
    }

    private static void pour(HttpServerResponse response, AtomicInteger written) {
        while (written.get() < LARGE && !response.writeQueueFull()) {
            response.write(CHUNK);
            written.addAndGet(CHUNK.length());
        }
        if (written.get() < LARGE) {
            response.drainHandler(_ -> pour(response, written));
        } else {
            response.end();
        }
    }

    private Socket ask() throws IOException {
        Socket reader = new Socket(InetAddress.getLoopbackAddress(), port);
        reader.setSoTimeout((int) Patience.USUAL.toMillis());
        reader.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return reader;
    }

    private static long readWhatIsThere(Socket reader) {
        long bytes = 0;
        byte[] some = new byte[1 << 20];
        try {
            InputStream in = reader.getInputStream();
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                bytes += n;
            }
        } catch (IOException e) {
            // Cut off: what was on its way is lost.
            return bytes;
        }
        return bytes;
    }

    private static int listen(HttpServer server) throws Exception {
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .actualPort();
    }
}
