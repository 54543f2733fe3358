package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Ending;
import dev.atrium.gateway.ticket.SubProtocols;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells a page why it gets no socket. A browser hides the answer that refuses a handshake, status and all: so the page
/// gets a socket for the one frame that says it, which is closed with a code by which it knows what to do.
final class RefusedSocket {

    /// The protocol that has the frame.
    private static final String PROTOCOL = "atrium.v1";

    /// RFC 6455, 1.3.
    private static final String ACCEPTANCE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// How long a client may take to answer that its socket is closed.
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private RefusedSocket() {}

    /// As in `docs/asyncapi.yaml`.
    private record Goodbye(
            String type, String reason, @Nullable Long retryAfterMs) {}

    /// Whether a handshake is a page's that speaks the protocol.
    static boolean isFor(HttpServerRequest handshake) {
        return handshake.headers().contains(HttpHeaders.ORIGIN)
                && SubProtocols.of(handshake.headers().getAll(SubProtocols.HEADER))
                        .offer(PROTOCOL);
    }

    /// As [Refusal.Teller#tell], of a handshake that is one.
    static void open(RoutingContext context, int status, String reason) {
        HttpServerRequest request = context.request();
        String retryAfter = context.response().headers().get(HttpHeaders.RETRY_AFTER);
        Goodbye goodbye = new Goodbye("goodbye", reason, retryAfterMs(status, retryAfter));
        context.response()
                .setStatusCode(101)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
                .putHeader(
                        "Sec-WebSocket-Accept",
                        acceptance(Objects.requireNonNull(request.getHeader("Sec-WebSocket-Key"))))
                .putHeader(SubProtocols.HEADER, PROTOCOL);
        Buffer last = RawFrames.text(Json.write(goodbye)).appendBuffer(RawFrames.close(code(status), reason));
        request.toNetSocket()
                .onSuccess(socket -> {
                    socket.closeHandler(_ -> Ending.reached(context));
                    part(context.vertx(), socket, last);
                })
                .onFailure(_ -> Ending.reached(context));
    }

    /// Bytes that are on their way from the client when the connection is closed might cost it what it has not read.
    private static void part(Vertx vertx, NetSocket socket, Buffer last) {
        long timer = vertx.setTimer(FAREWELL.toMillis(), _ -> socket.close());
        socket.handler(bytes -> {
            if (RawFrames.isClose(bytes)) {
                vertx.cancelTimer(timer);
                socket.close();
            }
        });
        socket.exceptionHandler(_ -> socket.close());
        socket.write(last);
        socket.resume();
    }

    /// As `docs/room-service.md` explains them.
    private static short code(int status) {
        return (short)
                switch (status) {
                    case 401 -> 4401;
                    case 403 -> 4403;
                    case 404 -> 4404;
                    case 429 -> 4429;
                    default -> status < 500 ? 1008 : 1013;
                };
    }

    private static @Nullable Long retryAfterMs(int status, @Nullable String seconds) {
        if (seconds == null && status < 500) {
            return null;
        }
        return Duration.ofSeconds(
                        Long.parseLong(seconds == null ? ProblemException.RETRY_AFTER_DEFAULT_SECONDS : seconds))
                .toMillis();
    }

    private static String acceptance(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + ACCEPTANCE).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-1", e);
        }
    }
}
