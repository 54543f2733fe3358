package dev.atrium.gateway.proxy;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Addresses;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bodies pass as streams, at the speed of the slower side, and are bounded.
@QuarkusTest
final class StreamingTest {

    private static final int MEBI = 1 << 20;
    private static final long LARGE = 80L * MEBI;

    /// What may be on the way between a sender and a receiver that does not read: kernel buffers and a few chunks.
    private static final long ON_THE_WAY = 24L * MEBI;

    private static final byte[] CHUNK = new byte[64 << 10];

    private StandIn services = StandIn.fresh();
    private String key = "";

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
        key = Gateway.newKey();
    }

    @Test
    void anUploadArrivesWholeAndAtTheSpeedOfTheService() throws IOException {
        AtomicReference<HttpServerRequest> paused = new AtomicReference<>();
        AtomicLong received = new AtomicLong();
        services.answers(request -> {
            request.pause();
            request.handler(chunk -> received.addAndGet(chunk.length()));
            request.endHandler(_ -> request.response().end("got " + received.get()));
            paused.set(request);
        });

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            AtomicLong sent = new AtomicLong();
            Thread sender = Thread.ofVirtual().start(() -> upload(client, sent));
            await().until(() -> paused.get() != null);
            awaitStandstill(sent);
            long sentWhilePaused = sent.get();

            paused.get().resume();

            String answer = firstLineAndRest(client);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertTrue(answer.contains("got " + LARGE), answer);
            assertTrue(sentWhilePaused < ON_THE_WAY, "sent while the service did not read: " + sentWhilePaused);
            await().until(() -> !sender.isAlive());
        }
    }

    @Test
    void aDownloadComesAtTheSpeedOfTheClient() throws IOException {
        AtomicLong written = new AtomicLong();
        services.answers(request -> {
            request.response().putHeader("Content-Length", Long.toString(LARGE));
            pour(request, written);
        });

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream()
                    .write("GET /api/files/1/content HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> written.get() > 0);
            awaitStandstill(written);
            long writtenWhileNobodyRead = written.get();

            long got = 0;
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[MEBI];
            while (got < LARGE) {
                int n = in.read(buffer);
                assertTrue(n > 0, "ended after " + got);
                got += n;
            }

            assertTrue(
                    writtenWhileNobodyRead < ON_THE_WAY,
                    "written while the client did not read: " + writtenWhileNobodyRead);
        }
    }

    @Test
    void anUploadThatSaysThatItIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream().write(head("Content-Length: " + 200L * MEBI + "\r\nExpect: 100-continue"));

            String answer = firstLineAndRest(client);

            assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
            assertTrue(answer.contains("/problems/too-large"), answer);
            assertEquals(0, services.seen().size());
        }
    }

    @Test
    void aBackupMayBeLargerThanAFile() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream()
                    .write(head(
                            "/api/backups/uploads", "Content-Length: " + 3_000L * MEBI + "\r\nExpect: 100-continue"));

            assertTrue(line(client.getInputStream()).startsWith("HTTP/1.1 100"));
        }
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream()
                    .write(head(
                            "/api/backups/uploads", "Content-Length: " + 21_000L * MEBI + "\r\nExpect: 100-continue"));

            assertTrue(firstLineAndRest(client).startsWith("HTTP/1.1 413"));
        }
    }

    @Test
    void aTransferCodingThatTheServiceWouldReadOtherwiseIsRefused() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream().write(head("Transfer-Encoding: gzip, chunked"));

            assertTrue(firstLineAndRest(client).startsWith("HTTP/1.1 400"));
        }
        assertEquals(0, services.seen().size());
    }

    @Test
    void anUploadThatTurnsOutTooLargeIsBrokenOff() {
        AtomicLong received = new AtomicLong();
        services.answers(request -> request.handler(chunk -> received.addAndGet(chunk.length())));

        Gateway.send(
                        "POST",
                        "/api/rooms",
                        BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[3 * MEBI / 2])),
                        "Authorization",
                        key)
                .assertProblem(ProblemType.TOO_LARGE);

        assertTrue(received.get() <= MEBI, "passed on: " + received.get());
    }

    @Test
    void aClientThatAsksFirstIsInvitedOnceItIsKnown() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream().write(head("Content-Length: 4\r\nExpect: 100-continue"));

            assertTrue(line(client.getInputStream()).startsWith("HTTP/1.1 100"));
            line(client.getInputStream());
            client.getOutputStream().write("abcd".getBytes(StandardCharsets.US_ASCII));
            String answer = firstLineAndRest(client);

            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertTrue(answer.contains("{\"bytes\":4}"), answer);
        }
    }

    @Test
    void aSmallBodyIsPassedOnOnlyWhenAllOfItHasCome() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream().write(head("/api/rooms", "Content-Length: 4"));
            client.getOutputStream().write("ab".getBytes(StandardCharsets.US_ASCII));

            assertEquals(200, Gateway.send("GET", "/api/rooms?limit=2").status());
            assertEquals("/api/rooms?limit=2", services.onlySeen().uri());

            client.getOutputStream().write("cd".getBytes(StandardCharsets.US_ASCII));
            String answer = firstLineAndRest(client);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertTrue(answer.contains("{\"bytes\":4}"), answer);
        }
    }

    @Test
    void whatIsReadInPartsOfUnknownLengthHasOneThen() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream().write(head("/api/rooms", "Transfer-Encoding: chunked"));
            client.getOutputStream().write("2\r\nab\r\n1\r\nc\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertTrue(firstLineAndRest(client).contains("{\"bytes\":3}"));
        }
        assertEquals("3", services.onlySeen().headers().get("Content-Length"));
    }

    @Test
    void requestsThatComeOneBehindTheOtherAreAnsweredInTurn() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            String get = "GET /api/rooms HTTP/1.1\r\nHost: x\r\n\r\n";
            client.getOutputStream().write((get + get).getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(head("/api/rooms", "Content-Length: 2"));
            client.getOutputStream().write(("ab" + get).getBytes(StandardCharsets.US_ASCII));

            for (int bytes : new int[] {0, 0, 2, 0}) {
                assertTrue(firstLineAndRest(client).contains("{\"bytes\":" + bytes + "}"));
            }
        }
    }

    @Test
    void theServiceCanAnswerBeforeItHasReadEverything() {
        services.answers(request -> request.response()
                .setStatusCode(422)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"type\":\"/problems/unprocessable\",\"status\":422}"));

        Gateway.Answer answer = Gateway.send(
                "POST", "/api/upload", BodyPublishers.ofByteArray(new byte[300_000]), "Authorization", key);

        assertEquals(422, answer.status(), answer.text());
    }

    @Test
    void aClientThatGoesAwayLetsTheServiceKnow() throws IOException {
        AtomicReference<String> fate = new AtomicReference<>("");
        services.answers(request -> {
            request.exceptionHandler(e -> fate.set("broken off"));
            request.handler(_ -> fate.compareAndSet("", "begun"));
            request.endHandler(_ -> fate.set("ended"));
        });

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream().write(head("Content-Length: 100000"));
            client.getOutputStream().write(new byte[1_000]);
            await().until(() -> fate.get().equals("begun"));
        }

        await().until(() -> fate.get().equals("broken off"));
    }

    @Test
    void clientsThatBreakOffAreNoFaultOfTheService() throws IOException {
        for (int i = 0; i < 2 * Addresses.BREAKER_WINDOW; i++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
                client.getOutputStream().write(head("Transfer-Encoding: chunked"));
                client.getOutputStream().write("4\r\nhalf\r\nno chunk\r\n".getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            }
        }

        assertEquals(200, Gateway.send("GET", "/api/rooms").status());
    }

    private byte[] head(String more) {
        return head("/api/upload", more);
    }

    private byte[] head(String path, String more) {
        return ("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nAuthorization: "
                        + key + "\r\n" + more + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void upload(Socket client, AtomicLong sent) {
        try {
            OutputStream out = client.getOutputStream();
            out.write(head("Content-Length: " + LARGE));
            while (sent.get() < LARGE) {
                out.write(CHUNK);
                sent.addAndGet(CHUNK.length);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pour(HttpServerRequest request, AtomicLong written) {
        while (written.get() < LARGE && !request.response().writeQueueFull()) {
            request.response().write(Buffer.buffer(CHUNK));
            written.addAndGet(CHUNK.length);
        }
        if (written.get() < LARGE) {
            request.response().drainHandler(_ -> pour(request, written));
        } else {
            request.response().end();
        }
    }

    /// Waits until a number has not changed for a second.
    private static void awaitStandstill(AtomicLong number) {
        AtomicLong last = new AtomicLong(-1);
        await().pollDelay(Duration.ofSeconds(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> last.getAndSet(number.get()) == number.get());
    }

    private static String firstLineAndRest(Socket client) throws IOException {
        client.setSoTimeout(20_000);
        InputStream in = client.getInputStream();
        StringBuilder text = new StringBuilder();
        long length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            text.append(line).append('\n');
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return text.append(new String(in.readNBytes((int) length), StandardCharsets.UTF_8))
                .toString();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
