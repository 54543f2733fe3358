package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Refusal;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// A client's socket and a service's, as two byte streams with back-pressure: a client that reads slowly slows its
/// service's socket down, and fills nobody's memory here. Belongs to one event loop.
final class SocketPair {

    private static final Logger LOG = Logger.getLogger(SocketPair.class);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final List<String> AGREED = List.of(
            "Upgrade", "Connection", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol");

    private final RoutingContext context;
    private final Duration timeout;
    private final AtomicInteger open;
    private boolean settled;

    /// @param timeout how long the service may take to agree
    /// @param open counts the pairs that are connected
    SocketPair(RoutingContext context, Duration timeout, AtomicInteger open) {
        this.context = context;
        this.timeout = timeout;
        this.open = open;
    }

    /// Asks the service; `outgoing` has all headers of the handshake.
    void handshake(HttpClientRequest outgoing) {
        if (context.response().closed()) {
            outgoing.reset();
            return;
        }
        context.response().exceptionHandler(_ -> outgoing.reset());
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
            answer.body().onSuccess(body -> passOn(answer, body)).onFailure(this::brokenOff);
        }
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
                .onSuccess(outside -> pipe(outside, inside))
                .onFailure(_ -> inside.close());
    }

    private void pipe(NetSocket outside, NetSocket inside) {
        open.incrementAndGet();
        outside.pipeTo(inside).onComplete(_ -> inside.close());
        inside.pipeTo(outside).onComplete(_ -> {
            open.decrementAndGet();
            outside.close();
        });
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
