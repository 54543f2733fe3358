package dev.atrium.gateway.edge;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BodyReaderTest {

    private static final int LIMIT = 60;
    private static final int TOTAL = 100;
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final Queue<RoutingContext> read = new ConcurrentLinkedQueue<>();
    private BodyMemory memory = new BodyMemory(TOTAL, TOTAL);
    private final BodyMemory none = new BodyMemory(0, 0);
    private BodyReader bodies = new BodyReader(none, 0, LATE);
    private int port;

    @BeforeEach
    void listen() throws Exception {
        Router router = Router.router(vertx);
        ClientAddress address = new ClientAddress(Set.of("127.0.0.1"));
        router.route().handler(context -> {
            address.note(context);
            bodies.read(context, LIMIT, memory);
        });
        router.route().handler(read::add);
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aFormIsReadAsItCame() throws Exception {
        String form = "a=%7B%7D&b=c+d&a=x";

        try (Socket client = send("Content-Type: application/x-www-form-urlencoded\r\n", form.length(), form)) {
            assertEquals(form, next().body().asString());
            assertTrue(client.isConnected());
        }
    }

    @Test
    void whoDoesNotGoOnSendingIsCutOff() throws Exception {
        bodies = new BodyReader(none, 0, SOON);

        try (Socket client = send("", 50, "x".repeat(40))) {
            assertEquals(-1, client.getInputStream().read());
        }
        awaitNothingHeld();
        assertEquals(0, read.size());
    }

    @Test
    void allTogetherHoldNoMoreThanTheyMay() throws Exception {
        try (Socket first = send("", 60, "x".repeat(59));
                Socket second = connect()) {
            await().until(() -> memory.held() == 59);
            write(second, head("", 60) + "x".repeat(60));
            String answer = answer(second);

            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("retry-after: "), answer);
            assertEquals(59, memory.held());

            first.getOutputStream().write('x');
            next().response().end();
            awaitNothingHeld();
        }
    }

    @Test
    void oneAddressHoldsNoMoreThanItsPart() throws Exception {
        memory = new BodyMemory(TOTAL, 50);
        String one = "X-Forwarded-For: 203.0.113.1\r\n";

        try (Socket first = send(one, 60, "x".repeat(40));
                Socket second = connect();
                Socket other = send("X-Forwarded-For: 203.0.113.2\r\n", 20, "x".repeat(20))) {
            // What has come whole is held until it is answered.
            await().until(() -> memory.held() == 60);
            write(second, head(one, 20) + "x".repeat(20));
            assertTrue(answer(second).startsWith("HTTP/1.1 503 "));
            RoutingContext context = next();
            assertEquals(20, context.body().length());

            context.response().end();
            assertTrue(answer(other).startsWith("HTTP/1.1 200 "));
            first.getOutputStream().write("x".repeat(20).getBytes(StandardCharsets.US_ASCII));
            assertTrue(answer(first).startsWith("HTTP/1.1 503 "));
        }
        awaitNothingHeld();
        assertTrue(memory.isUnused());
    }

    @Test
    void aSmallBodyIsReadWhereLargeOnesHoldAll() throws Exception {
        BodyMemory reserve = new BodyMemory(10, 10);
        bodies = new BodyReader(reserve, 10, LATE);

        try (Socket first = send("", 60, "x".repeat(59));
                Socket second = send("", 41, "x".repeat(40))) {
            await().until(() -> memory.held() == 99);
            try (Socket large = send("", 11, "x".repeat(11));
                    Socket small = send("", 10, "x".repeat(10))) {
                assertTrue(answer(large).startsWith("HTTP/1.1 503 "));
                RoutingContext context = next();
                assertEquals(10, context.body().length());
                assertEquals(10, reserve.held());

                context.response().end();
                assertTrue(answer(small).startsWith("HTTP/1.1 200 "));
            }
            assertTrue(first.isConnected() && second.isConnected());
        }
        awaitNothingHeld();
        await().until(reserve::isUnused);
    }

    @Test
    void whatIsSentInPiecesOfUnknownLengthHasALimitToo() throws Exception {
        try (Socket client = connect()) {
            write(client, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            write(client, "3d\r\n" + "x".repeat(61) + "\r\n0\r\n\r\n");

            assertTrue(answer(client).startsWith("HTTP/1.1 413 "));
        }
        awaitNothingHeld();
    }

    @Test
    void whoBreaksOffGivesBackWhatWasHeld() throws Exception {
        try (Socket client = send("", 50, "x".repeat(40))) {
            await().until(() -> memory.held() == 40);
            assertTrue(client.isConnected());
        }

        awaitNothingHeld();
    }

    @Test
    void whatHasComeIsNotCutOffWhileItIsAnswered() throws Exception {
        bodies = new BodyReader(none, 0, Duration.ofSeconds(2));

        try (Socket client = send("", 50, "x".repeat(50))) {
            RoutingContext context = next();
            awaitNothingHeld();
            context.response().end("done");

            assertTrue(answer(client).startsWith("HTTP/1.1 200 "));
        }
    }

    private RoutingContext next() {
        await().until(() -> !read.isEmpty());
        return read.remove();
    }

    private void awaitNothingHeld() {
        await().until(() -> memory.held() == 0);
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout((int) Patience.USUAL.toMillis());
        return client;
    }

    /// @param bytes that are promised
    private Socket send(String header, int bytes, String body) throws IOException {
        Socket client = connect();
        write(client, head(header, bytes) + body);
        return client;
    }

    private static String head(String header, int bytes) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + header + "Content-Length: " + bytes + "\r\n\r\n";
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The first of what comes back.
    private static String answer(Socket client) throws IOException {
        byte[] bytes = new byte[4_096];
        int length = client.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    }
}
