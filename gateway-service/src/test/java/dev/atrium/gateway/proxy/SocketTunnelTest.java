package dev.atrium.gateway.proxy;

import static dev.atrium.gateway.testing.Sockets.PATH;
import static dev.atrium.gateway.testing.Sockets.claims;
import static dev.atrium.gateway.testing.Sockets.connect;
import static dev.atrium.gateway.testing.Sockets.open;
import static dev.atrium.gateway.testing.Sockets.options;
import static dev.atrium.gateway.testing.Sockets.refusal;
import static dev.atrium.gateway.testing.Sockets.refused;
import static dev.atrium.gateway.testing.Sockets.reset;
import static dev.atrium.gateway.testing.Sockets.ticket;
import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Addresses;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
final class SocketTunnelTest {

    private static final byte[] HANDSHAKE = ("GET " + PATH + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private static final long LARGE = 64L << 20;

    @Inject
    OpenSockets open;

    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void whatTheServiceSaysFirstIsNotLost() throws Exception {
        services.meets(socket -> {
            socket.writeTextMessage("hello");
            socket.writeTextMessage("world");
        });
        for (int i = 0; i < 50; i++) {
            List<String> got = new CopyOnWriteArrayList<>();

            WebSocket socket = open(options(PATH), created -> created.textMessageHandler(got::add));

            await().until(() -> got.equals(List.of("hello", "world")));
            socket.close();
        }
    }

    @Test
    void aServiceOfTheOperatorsOwnHasSocketsWhereThatIsSaid() throws Exception {
        People ada = People.stranger(services.provider());
        List<String> got = new CopyOnWriteArrayList<>();

        WebSocket socket = open(
                options("/api/shop/live?x=1&ticket=" + ticket(ada.token())),
                created -> created.textMessageHandler(got::add));
        socket.writeTextMessage("hello");

        await().until(() -> got.equals(List.of("echo hello")));
        assertEquals("shop", claims(services).path("aud").asText());
        assertEquals("/api/shop/live?x=1", services.onlySeen().uri());
        socket.close();
        assertEquals(401, refused(options("/api/shop/live")));
    }

    @Test
    void whatAClientSendsBehindItsHandshakeIsNotLost() throws IOException {
        byte[] frames = frames("first", "second\r\n\r\n");
        services.answers(request -> request.toNetSocket().onSuccess(socket -> socket.handler(socket::write)));

        for (int i = 0; i < 50; i++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
                client.setSoTimeout((int) Patience.USUAL.toMillis());
                client.getOutputStream().write(concat(HANDSHAKE, frames));

                assertTrue(head(client.getInputStream()).startsWith("HTTP/1.1 101"));
                assertArrayEquals(frames, client.getInputStream().readNBytes(frames.length));
            }
        }
    }

    @Test
    void whoLeavesWhileItIsLetInLeavesNoSocketBehind() throws IOException {
        AtomicReference<Socket> leaving = new AtomicReference<>();
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        services.answers(request -> {
            reset(leaving.get());
            request.toWebSocket()
                    .onSuccess(socket -> {
                        socket.closeHandler(_ -> closed.incrementAndGet());
                        opened.incrementAndGet();
                    })
                    .onFailure(_ -> refused.incrementAndGet());
        });

        for (int i = 0; i < 50; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port());
            leaving.set(client);
            client.getOutputStream().write(HANDSHAKE);
            await().until(client::isClosed);
        }

        await().untilAsserted(() -> assertEquals(50, opened.get() + refused.get()));
        await().untilAsserted(() -> assertEquals(opened.get(), closed.get()));
    }

    @Test
    void aClientThatSendsTooMuchBeforeItIsLetInIsCutOff() throws IOException {
        services.answers(_ -> {});

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.setSoTimeout((int) Patience.USUAL.toMillis());
            client.getOutputStream().write(HANDSHAKE);
            await().until(() -> services.seen().size() == 1);
            client.getOutputStream().write(new byte[100_000]);

            assertTrue(isCutOff(client));
        }
    }

    @Test
    void framesPassBothWaysInOrderAndUnchanged() throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        WebSocket socket = open(options(PATH + "?after=7"), created -> created.textMessageHandler(got::add));
        String large = "x".repeat(300_000);

        socket.writeTextMessage("one");
        socket.writeTextMessage(large);
        socket.writeTextMessage("three");

        await().until(() -> got.size() == 3);
        assertEquals(List.of("echo one", "echo " + large, "echo three"), got);
        assertEquals(PATH + "?after=7", services.onlySeen().uri());
        socket.close();
    }

    @Test
    void closeCodesPassBothWays() throws Exception {
        AtomicReference<Short> atService = new AtomicReference<>();
        AtomicReference<Short> atClient = new AtomicReference<>();
        services.meets(socket -> {
            socket.closeHandler(_ -> atService.set(socket.closeStatusCode()));
            socket.textMessageHandler(_ -> socket.close((short) 1012, "moving"));
        });
        open(options(PATH), told -> told.closeHandler(_ -> atClient.set(told.closeStatusCode())))
                .writeTextMessage("x");
        await().until(() -> Short.valueOf((short) 1012).equals(atClient.get()));

        open(PATH).close((short) 4001, "bye");

        await().until(() -> Short.valueOf((short) 4001).equals(atService.get()));
    }

    @Test
    void aSpectatorIsAnonymous() throws Exception {
        open(PATH).close();

        assertEquals("anonymous", claims(services).path("sub").asText());
    }

    @Test
    void aKeyInTheHeaderIdentifiesASocketAndDoesNotReachTheService() throws Exception {
        String key = Gateway.newKey();

        open(options(PATH, key).addHeader("Cookie", "a=secret")).close();

        assertEquals(subject(key), claims(services).path("sub").asText());
        assertFalse(services.onlySeen().headers().toString().contains(key.substring(7)));
        assertFalse(services.onlySeen().headers().toString().contains("secret"));
        for (String name : services.onlySeen().headers().names()) {
            assertEquals(1, services.onlySeen().headers().getAll(name).size(), name);
        }
    }

    @Test
    void aTicketIdentifiesOneSocketAndDoesNotReachTheService() throws Exception {
        String key = Gateway.newKey();
        String ticket = ticket(key);

        open(PATH + "?ticket=" + ticket + "&after=3").close();

        assertEquals(subject(key), claims(services).path("sub").asText());
        assertEquals(PATH + "?after=3", services.onlySeen().uri());
        assertEquals(401, refused(options(PATH + "?ticket=" + ticket)));
        assertEquals(1, services.seen().size());
    }

    @Test
    void ofManyWhoUseATicketAtTheSameTimeOneGetsIn() {
        String ticket = ticket(Gateway.newKey());
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();

        for (int i = 0; i < 12; i++) {
            connect(options(PATH + "?ticket=" + ticket)).onComplete(result -> {
                opened.addAndGet(result.succeeded() ? 1 : 0);
                done.incrementAndGet();
            });
        }

        await().until(() -> done.get() == 12);
        assertEquals(1, opened.get());
    }

    @Test
    void aTicketAmongTheSubProtocolsIdentifiesOneSocketAndDoesNotReachTheService() throws Exception {
        String key = Gateway.newKey();
        String ticket = ticket(key);

        WebSocket socket = open(options(PATH).addSubProtocol("atrium.v1").addSubProtocol("ticket." + ticket));

        assertEquals("atrium.v1", socket.subProtocol());
        socket.close();
        assertEquals(subject(key), claims(services).path("sub").asText());
        assertEquals("atrium.v1", services.onlySeen().headers().get("Sec-WebSocket-Protocol"));
        assertFalse(services.onlySeen().headers().toString().contains(ticket));
        assertEquals(401, refused(options(PATH).addSubProtocol("atrium.v1").addSubProtocol("ticket." + ticket)));
    }

    @Test
    void aTicketIsWorthNothingOnceItsKeyIsRevoked() {
        JsonNode key = Gateway.createKey("{}");
        String bearer = "Bearer " + key.path("key").asText();
        String ticket = ticket(bearer);

        Gateway.send("DELETE", "/api/keys/" + key.path("id").asText(), "Authorization", bearer);

        assertEquals(401, refused(options(PATH + "?ticket=" + ticket)));
    }

    @Test
    void wrongTicketsAreRefusedAndTicketsAreTakenForSocketsOnly() {
        assertEquals(401, refused(options(PATH + "?ticket=")));
        assertEquals(401, refused(options(PATH + "?ticket=nonsense")));
        assertEquals(401, refused(options(PATH + "?ticket=" + "A".repeat(32))));
        assertEquals(401, refused(options(PATH, "Bearer mai_wrong")));
        Gateway.send("GET", "/api/me?ticket=" + ticket(Gateway.newKey())).assertProblem(ProblemType.UNAUTHENTICATED);
        Gateway.send("POST", "/api/tickets").assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(List.of(), services.seen());
    }

    @Test
    void aTicketLivesThirtySeconds() {
        Gateway.Answer answer = Gateway.send("POST", "/api/tickets", "Authorization", Gateway.newKey());

        assertEquals(200, answer.status());
        assertEquals(30, answer.json().path("expiresInSeconds").asInt());
        assertEquals("no-store", answer.header("Cache-Control"));
    }

    @Test
    void anOrdinaryRequestIsToldThatThisIsAWebSocket() {
        Gateway.send("GET", PATH).assertProblem(ProblemType.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:PORT, true",
        "https://app.example, true",
        "https://evil.example, false",
        "'null', false"
    })
    void onlyPagesOfTheGatewayAndOfAllowedOriginsGetIn(String origin, boolean allowed) throws Exception {
        String sent = origin.replace("PORT", Integer.toString(Gateway.port()));
        WebSocketConnectOptions options =
                options(PATH).setAllowOriginHeader(true).addHeader("Origin", sent);

        if (allowed) {
            open(options).close();
        } else {
            assertEquals(403, refused(options));
            assertEquals(List.of(), services.seen());
        }
    }

    @Test
    void aRefusalOfTheServicePassesThrough() {
        services.answers(request -> request.response()
                .setStatusCode(404)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"type\":\"/problems/not-found\",\"status\":404}"));

        UpgradeRejectedException refusal = refusal(options(PATH));

        assertEquals(404, refusal.getStatus());
        assertTrue(refusal.getBody().toString().contains("/problems/not-found"));
    }

    @Test
    void aMovingRoomSaysWhenToTryAgain() {
        services.answers(request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "3")
                .end("moving"));

        UpgradeRejectedException refusal = refusal(options(PATH));

        assertEquals(503, refusal.getStatus());
        assertEquals("3", refusal.getHeaders().get("Retry-After"));
        assertTrue(refusal.getBody().toString().contains(ProblemType.UNAVAILABLE.uri()));
    }

    @Test
    void aServiceThatRefusesTheGatewayIsTheGatewaysFault() {
        services.answers(request -> request.response().setStatusCode(401).end());

        assertEquals(502, refused(options(PATH)));
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() {
        services.away();

        // At first a connection that was kept may still seem to be there, and breaks off.
        await().until(() -> refused(options(PATH)) == 503);
    }

    @Test
    void aServiceThatDoesNotAgreeInTimeIsTimedOut() {
        services.answers(_ -> {});

        assertEquals(504, refused(options(PATH)));
    }

    @Test
    void aNodeThatHardlyAnswersIsLeftAloneBySocketsToo() {
        services.answers(request -> request.connection().close());
        await().untilAsserted(() -> {
            for (int i = 0; i < Addresses.BREAKER_WINDOW; i++) {
                refused(options(PATH));
            }
            int sent = services.seen().size();

            assertEquals(503, refused(options(PATH)));

            assertEquals(sent, services.seen().size());
        });
        services = StandIn.fresh();
        await().ignoreExceptions().until(() -> {
            open(PATH).close();
            return true;
        });
        assertEquals(200, Gateway.send("GET", "/api/rooms").status());
    }

    @Test
    void whenOneSideIsCutOffTheOtherIsClosed() throws Exception {
        AtomicReference<ServerWebSocket> inside = new AtomicReference<>();
        AtomicInteger closedInside = new AtomicInteger();
        services.meets(socket -> {
            socket.closeHandler(_ -> closedInside.incrementAndGet());
            inside.set(socket);
        });
        AtomicInteger closedOutside = new AtomicInteger();
        open(options(PATH), socket -> socket.closeHandler(_ -> closedOutside.incrementAndGet()));
        await().until(() -> inside.get() != null);
        services.away();
        await().until(() -> closedOutside.get() == 1);

        services = StandIn.fresh();
        services.meets(socket -> socket.closeHandler(_ -> closedInside.incrementAndGet()));
        int before = closedInside.get();
        Vertx client = Vertx.vertx();
        client.createWebSocketClient()
                .connect(options(PATH))
                .toCompletionStage()
                .toCompletableFuture()
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
        client.close();

        await().until(() -> closedInside.get() > before);
    }

    @Test
    void aClientThatDoesNotReadSlowsTheServiceDown() throws Exception {
        AtomicLong written = new AtomicLong();
        AtomicLong got = new AtomicLong();
        long all = 160L << 20;
        services.meets(socket -> pour(socket, written, all));
        WebSocket socket =
                open(options(PATH), client -> client.binaryMessageHandler(message -> got.addAndGet(message.length())));
        socket.pause();

        awaitStandstill(written);

        // The kernel's buffers of the two connections grow to some 32 MiB.
        assertTrue(written.get() < 120L << 20, "written while the client did not read: " + written.get());
        socket.resume();
        await().until(() -> got.get() == all);
        socket.close();
    }

    @Test
    void aClientThatDoesNotReadIsThrownOffAllTheSame() throws Exception {
        AtomicLong arrived = new AtomicLong();
        AtomicLong poured = new AtomicLong();
        AtomicInteger closedInside = new AtomicInteger();
        services.answers(request -> request.toNetSocket().onSuccess(socket -> {
            socket.handler(bytes -> arrived.addAndGet(bytes.length()));
            socket.closeHandler(_ -> closedInside.incrementAndGet());
            // The beginning of a frame of a TiB: an edge does not come.
            socket.write(Buffer.buffer(new byte[] {(byte) 0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0}));
            pour(socket, poured);
        }));
        Set<SocketPair> before = Set.copyOf(open.all());
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream().write(HANDSHAKE);
            SocketPair pair = openedAfter(before);
            awaitStandstill(poured);
            client.getOutputStream().write(frames("in time"));
            int inTime = frames("in time").length;
            await().until(() -> arrived.get() == inTime);

            pair.revoke();
            hasHeard(pair);
            client.getOutputStream().write(frames("too late"));

            await().until(() -> closedInside.get() == 1 && !open.all().contains(pair));
            assertEquals(inTime, arrived.get());
        }
    }

    @Test
    void aClientThatReadsNothingDoesNotKeepWhatTheServiceHasLeft() throws Exception {
        AtomicLong poured = new AtomicLong();
        AtomicReference<HttpConnection> inside = new AtomicReference<>();
        services.answers(request -> request.toNetSocket().onSuccess(socket -> {
            inside.set(request.connection());
            pour(socket, poured);
        }));
        Set<SocketPair> before = Set.copyOf(open.all());
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Gateway.port())) {
            client.getOutputStream().write(HANDSHAKE);
            SocketPair pair = openedAfter(before);
            awaitStandstill(poured);

            var _ = ((ConnectionBase) inside.get())
                    .channel()
                    .pipeline()
                    .firstContext()
                    .close();

            await().until(() -> !open.all().contains(pair));
        }
    }

    @Test
    void aServiceThatStopsInTheMiddleOfItsRefusalIsABadGateway() {
        services.answers(request -> request.response()
                .setStatusCode(404)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Content-Length", "100")
                .write("{"));

        assertEquals(502, refused(options(PATH)));
    }

    /// Whoever has no socket there may answer as ever, with whatever is there.
    @ParameterizedTest
    @CsvSource({
        "200, application/zip, 400",
        "302, text/plain, 400",
        "401, text/plain, 502",
        "404, text/html, 404",
        "403, application/problem+json, 502"
    })
    void anAnswerWithoutAnEndIsNotRead(int status, String type, int told) {
        AtomicLong written = new AtomicLong();
        AtomicInteger closed = new AtomicInteger();
        services.answers(request -> {
            request.connection().closeHandler(_ -> closed.incrementAndGet());
            pour(
                    request.response()
                            .setStatusCode(status)
                            .putHeader("Content-Type", type)
                            .setChunked(true),
                    written,
                    LARGE);
        });
        People ada = People.stranger(services.provider());

        assertEquals(told, refused(options("/api/shop/large", ada.token())));

        await().until(() -> closed.get() == 1);
        // What there is has gone into the kernel's buffers.
        assertTrue(written.get() < LARGE, "written: " + written.get());
    }

    @Test
    void aGatewayThatGoesTellsItsClientsToConnectAgain() throws Exception {
        AtomicReference<ServerWebSocket> inside = new AtomicReference<>();
        AtomicReference<Short> atClient = new AtomicReference<>();
        AtomicInteger closedInside = new AtomicInteger();
        services.meets(socket -> {
            socket.closeHandler(_ -> closedInside.incrementAndGet());
            inside.set(socket);
        });
        open(options(PATH), socket -> socket.closeHandler(_ -> atClient.set(socket.closeStatusCode())));
        await().until(() -> inside.get() != null);

        open.leave(new ShutdownDelayInitiatedEvent());

        await().until(() -> Short.valueOf((short) 1001).equals(atClient.get()));
        await().until(() -> closedInside.get() == 1);
    }

    private SocketPair openedAfter(Set<SocketPair> before) {
        await().until(() -> open.all().stream().anyMatch(socket -> !before.contains(socket)));
        return open.all().stream()
                .filter(socket -> !before.contains(socket))
                .findFirst()
                .orElseThrow();
    }

    /// Waits until nothing goes on, because the buffers on the way are full.
    private static void awaitStandstill(AtomicLong written) {
        AtomicLong last = new AtomicLong(-1);
        await().pollDelay(Duration.ofMillis(500))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> written.get() > 0 && last.getAndSet(written.get()) == written.get());
    }

    /// Waits until a socket's event loop has done what it was told before.
    private static void hasHeard(SocketPair pair) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        ((ConnectionBase) pair.context().request().connection()).getContext().runOnContext(_ -> done.complete(null));
        done.get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
    }

    private static byte[] frames(String... texts) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
            // Masked with zeros, so that line ends stay what they are.
            frames.writeBytes(new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0});
            frames.writeBytes(payload);
        }
        return frames.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertTrue(next >= 0, head.toString());
            head.append((char) next);
        }
        return head.toString();
    }

    private static boolean isCutOff(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private static void pour(ServerWebSocket socket, AtomicLong written, long all) {
        Buffer chunk = Buffer.buffer(new byte[64 << 10]);
        while (written.get() < all && !socket.writeQueueFull()) {
            socket.writeBinaryMessage(chunk);
            written.addAndGet(chunk.length());
        }
        if (written.get() < all) {
            socket.drainHandler(_ -> pour(socket, written, all));
        }
    }

    /// Does not end.
    private static void pour(HttpServerResponse answer, AtomicLong written, long all) {
        Buffer chunk = Buffer.buffer(new byte[64 << 10]);
        while (!answer.closed() && written.get() < all && !answer.writeQueueFull()) {
            answer.write(chunk);
            written.addAndGet(chunk.length());
        }
        if (written.get() < all) {
            answer.drainHandler(_ -> pour(answer, written, all));
        }
    }

    private static void pour(NetSocket socket, AtomicLong written) {
        Buffer chunk = Buffer.buffer(new byte[64 << 10]);
        while (!socket.writeQueueFull()) {
            socket.write(chunk);
            written.addAndGet(chunk.length());
        }
        socket.drainHandler(_ -> pour(socket, written));
    }

    private static String subject(String authorization) {
        return Gateway.send("GET", "/api/me", "Authorization", authorization)
                .json()
                .path("subject")
                .asText();
    }
}
