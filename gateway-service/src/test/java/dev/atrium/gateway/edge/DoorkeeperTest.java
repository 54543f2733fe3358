package dev.atrium.gateway.edge;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DoorkeeperTest {

    private static final Duration SOON = Duration.ofMillis(1_500);
    private static final Duration LATE = Duration.ofMinutes(5);
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final ClientAddress strangers = new ClientAddress(Set.of());

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoSaysNothingOrHalfOfARequestIsShownOutAndWhoHasAskedStays() throws Exception {
        int port = listen(new Doorkeeper(10, SOON, strangers));
        try (Socket first = connect(port)) {
            // So that the next one is answered in time also where all is slow at first.
            ask(first, REQUEST);
        }
        try (Socket asking = connect(port)) {
            assertEquals('H', ask(asking, REQUEST));
            try (Socket silent = connect(port);
                    Socket slow = connect(port)) {
                assertEquals(-1, ask(slow, REQUEST.substring(0, REQUEST.length() - 2)));
                assertEquals(-1, ask(silent, ""));
            }

            asking.getInputStream().skipNBytes(asking.getInputStream().available());
            assertEquals('H', ask(asking, REQUEST));
        }
    }

    @Test
    void anAddressHasNoMoreConnectionsThanItMay() throws Exception {
        Doorkeeper doorkeeper = new Doorkeeper(2, LATE, strangers);
        int port = listen(doorkeeper);
        try (Socket first = connect(port);
                Socket second = connect(port)) {
            assertEquals('H', ask(first, REQUEST));
            assertEquals('H', ask(second, REQUEST));
            try (Socket third = connect(port)) {
                assertEquals(-1, ask(third, ""));
            }
            assertEquals(2, doorkeeper.present());

            first.shutdownOutput();
            await().until(() -> doorkeeper.present() == 1);
            try (Socket fourth = connect(port)) {
                assertEquals('H', ask(fourth, REQUEST));
            }
        }
        await().until(() -> doorkeeper.present() == 0);
    }

    @Test
    void aProxyThatIsTrustedHasAnyNumber() throws Exception {
        int port = listen(new Doorkeeper(1, LATE, new ClientAddress(Set.of("127.0.0.0/8"))));
        try (Socket first = connect(port);
                Socket second = connect(port)) {
            assertEquals('H', ask(first, REQUEST));
            assertEquals('H', ask(second, REQUEST));
        }
    }

    private int listen(Doorkeeper doorkeeper) throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            Doorkeeper.heard(request);
            request.response().end("hello");
        });
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .actualPort();
        VertxInternal inside = (VertxInternal) vertx;
        Listeners.guard(inside, port, doorkeeper);
        // Behind it on the one event loop that accepts.
        inside.getAcceptorEventLoopGroup().submit(() -> {}).get(30, TimeUnit.SECONDS);
        return port;
    }

    private static Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout((int) Patience.USUAL.toMillis());
        return client;
    }

    /// @return the first byte of the answer; -1 where the connection was closed
    private static int ask(Socket client, String request) throws IOException {
        try {
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return client.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }
}
