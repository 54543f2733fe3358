package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Refusal;
import dev.atrium.platform.placement.RelayHeader;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Asks a service for the other end of a client's WebSocket. If the service agrees, both ends become streams of bytes
/// ([SocketPair]); else the client is told why not. Belongs to one event loop.
final class SocketHandshake {

    private static final Logger LOG = Logger.getLogger(SocketHandshake.class);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final List<String> AGREED = List.of(
            "Upgrade", "Connection", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol");

    private final RoutingContext context;
    private final Duration timeout;
    private final Detour detour;
    private final Consumer<SocketPair.Ends> agreed;
    private boolean detoured;
    private boolean settled;

    /// Where else a service says that the socket may be had.
    @FunctionalInterface
    interface Detour {
        /// The connection to there; empty if the address may not be asked.
        Optional<Future<HttpClientRequest>> to(String address);
    }

    /// @param timeout how long the service may take to agree
    /// @param agreed gets both ends, paused
    SocketHandshake(RoutingContext context, Duration timeout, Detour detour, Consumer<SocketPair.Ends> agreed) {
        this.context = context;
        this.timeout = timeout;
        this.detour = detour;
        this.agreed = agreed;
    }

    /// Asks the service; `outgoing` has all headers of the handshake.
    void ask(HttpClientRequest outgoing) {
        if (context.response().closed()) {
            outgoing.reset();
            return;
        }
        context.response().exceptionHandler(_ -> outgoing.reset());
        // Once connected, the streams tell how the connection ends; this would be told in addition.
        outgoing.exceptionHandler(_ -> {});
        long timer = context.vertx().setTimer(timeout.toMillis(), _ -> {
            refuse(ProblemType.TIMEOUT, ProblemType.TIMEOUT.cause());
            outgoing.reset();
        });
        outgoing.connect()
                .onComplete(_ -> context.vertx().cancelTimer(timer))
                .onSuccess(this::answered)
                .onFailure(this::brokenOff);
    }

    void unreachable(Throwable failure) {
        LOG.warnf("no connection for a WebSocket: %s request=%s", failure.getMessage(), RequestId.of(context));
        refuse(ProblemType.UNAVAILABLE, "A service that this request needs is not running at the moment.");
    }

    private void brokenOff(Throwable failure) {
        refuse(ProblemType.BAD_GATEWAY, ProblemType.BAD_GATEWAY.cause());
    }

    private void answered(HttpClientResponse answer) {
        if (answer.statusCode() == SWITCHING_PROTOCOLS) {
            join(answer);
        } else if (answer.statusCode() == ProblemType.UNAUTHENTICATED.status()) {
            LOG.errorf("a service refuses the gateway's token request=%s", RequestId.of(context));
            refuse(ProblemType.BAD_GATEWAY, "A service behind the gateway refused the gateway.");
        } else {
            Optional<Future<HttpClientRequest>> elsewhere = elsewhere(answer);
            if (elsewhere.isPresent()) {
                elsewhere.get().onSuccess(this::ask).onFailure(this::unreachable);
            } else {
                body(answer).onSuccess(body -> passOn(answer, body)).onFailure(this::brokenOff);
            }
        }
    }

    /// One hop only: who is sent on is not sent on again.
    private Optional<Future<HttpClientRequest>> elsewhere(HttpClientResponse answer) {
        String address = answer.getHeader(RelayHeader.NAME);
        if (address == null || detoured || answer.statusCode() != ProblemType.ROOM_FULL.status()) {
            return Optional.empty();
        }
        detoured = true;
        Future<Buffer> _ = body(answer);
        return detour.to(address);
    }

    /// What a service says when it refuses, for which it has as long as for its decision.
    private Future<Buffer> body(HttpClientResponse answer) {
        long timer = context.vertx()
                .setTimer(timeout.toMillis(), _ -> answer.request().reset());
        return answer.body().onComplete(_ -> context.vertx().cancelTimer(timer));
    }

    private void join(HttpClientResponse answer) {
        NetSocket inside = answer.netSocket();
        inside.pause();
        if (settled || context.response().closed()) {
            inside.close();
            return;
        }
        settled = true;
        HttpServerResponse response = context.response().setStatusCode(SWITCHING_PROTOCOLS);
        for (String name : AGREED) {
            if (answer.headers().contains(name)) {
                response.putHeader(name, answer.headers().getAll(name));
            }
        }
        context.request()
                .toNetSocket()
                .onSuccess(outside -> agreed.accept(
                        new SocketPair.Ends(outside, inside, answer.request().connection())))
                .onFailure(_ -> inside.close());
    }

    /// The service says no, in its own words if these are a problem document.
    private void passOn(HttpClientResponse answer, Buffer body) {
        if (answer.headers().contains(HttpHeaders.RETRY_AFTER)) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, answer.getHeader(HttpHeaders.RETRY_AFTER));
        }
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.startsWith(Problem.MEDIA_TYPE)) {
            ProblemType problem = ProblemType.ofStatus(answer.statusCode());
            refuse(problem, problem.cause());
        } else if (!settled && !context.response().closed()) {
            settled = true;
            Refusal.discardBody(context.request());
            context.response()
                    .setStatusCode(answer.statusCode())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(body);
        }
    }

    private void refuse(ProblemType type, String detail) {
        if (!settled && !context.response().closed()) {
            settled = true;
            Refusal.send(context, type, detail);
        }
    }
}
