package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Refusal;
import dev.atrium.platform.placement.RelayHeader;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A client's socket and a service's, as two byte streams with back-pressure: a client that reads slowly slows its
/// service's socket down, and fills nobody's memory here. Belongs to one event loop.
final class SocketPair {

    private static final Logger LOG = Logger.getLogger(SocketPair.class);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final List<String> AGREED = List.of(
            "Upgrade", "Connection", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol");

    private static final short GOING_AWAY = 1001;

    /// As room-service closes a socket whose credential ends: get a new one, and come back.
    private static final short CREDENTIAL_ENDED = 4401;

    /// The tenant's plan has nothing left of what sockets use: when to come back tells the answer to the next
    /// handshake.
    private static final short QUOTA_EXCEEDED = 4429;

    /// How long a client may take to answer that its socket is closed.
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /// How long a client that is to go may take to read what was meant for it, the reason included.
    private static final Duration LAST_FRAMES = Duration.ofSeconds(5);

    private final RoutingContext context;
    private final Duration timeout;
    private final Watcher watcher;
    private final Detour detour;
    private final FrameEdges edges = new FrameEdges();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private boolean detoured;
    private boolean settled;
    private @Nullable Buffer parting;
    private @Nullable Ends ends;

    /// What the pair tells of itself.
    interface Watcher {
        /// Both ends are connected from now on.
        void joined(SocketPair pair);

        /// Both ends are closed.
        void parted(SocketPair pair);
    }

    /// Where else a service says that the socket may be had.
    @FunctionalInterface
    interface Detour {
        /// The connection to there; empty if the address may not be asked.
        Optional<Future<HttpClientRequest>> to(String address);
    }

    /// @param service the connection under the inside end
    private record Ends(Context loop, NetSocket outside, NetSocket inside, HttpConnection service) {}

    /// @param timeout how long the service may take to agree
    SocketPair(RoutingContext context, Duration timeout, Watcher watcher, Detour detour) {
        this.context = context;
        this.timeout = timeout;
        this.watcher = watcher;
        this.detour = detour;
    }

    RoutingContext context() {
        return context;
    }

    /// Asks the service; `outgoing` has all headers of the handshake.
    void handshake(HttpClientRequest outgoing) {
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
                elsewhere.get().onSuccess(this::handshake).onFailure(this::unreachable);
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
                .onSuccess(outside -> pipe(outside, inside, answer.request().connection()))
                .onFailure(_ -> inside.close());
    }

    private void pipe(NetSocket outside, NetSocket inside, HttpConnection service) {
        Ends both = new Ends(context.vertx().getOrCreateContext(), outside, inside, service);
        ends = both;
        watcher.joined(this);
        Buffer early = EarlyBytes.of(context);
        if (early.length() > 0) {
            inside.write(early);
        }
        received.addAndGet(early.length());
        outside.closeHandler(_ -> watcher.parted(this));
        outside.exceptionHandler(_ -> inside.close());
        outside.endHandler(_ -> inside.close());
        outside.handler(bytes -> toService(bytes, both));
        outside.resume();
        inside.exceptionHandler(_ -> outside.close());
        inside.endHandler(_ -> outside.end());
        inside.handler(bytes -> toClient(bytes, both));
        inside.resume();
    }

    private void toService(Buffer bytes, Ends both) {
        received.addAndGet(bytes.length());
        both.inside().write(bytes);
        if (both.inside().writeQueueFull()) {
            both.outside().pause();
            both.inside().drainHandler(_ -> both.outside().resume());
        }
    }

    private void toClient(Buffer bytes, Ends both) {
        sent.addAndGet(bytes.length());
        Buffer closeFrame = parting;
        if (closeFrame != null) {
            both.outside().write(bytes.slice(0, edges.followToEdge(bytes)));
            partAtEdge(both, closeFrame);
        } else {
            edges.follow(bytes);
            both.outside().write(bytes);
        }
        if (both.outside().writeQueueFull()) {
            both.inside().pause();
            both.outside().drainHandler(_ -> both.inside().resume());
        }
    }

    /// Bytes that the client has sent so far.
    long received() {
        return received.get();
    }

    /// Bytes that the client got so far, or has on their way.
    long sent() {
        return sent.get();
    }

    /// Tells the client that it should connect again, and closes both ends. May be called from any thread.
    void leave() {
        part(GOING_AWAY, "");
    }

    /// Tells the client that its credential is worth nothing any more, and closes both ends. May be called from any
    /// thread.
    void revoke() {
        part(CREDENTIAL_ENDED, "credential-revoked");
    }

    /// Tells the client that its tenant's plan has nothing left, and closes both ends. May be called from any thread.
    void exceed() {
        part(QUOTA_EXCEEDED, "quota-exceeded");
    }

    /// Waits for the edge between two frames of the service, but not for a client that does not read. What the client
    /// sends reaches the service no more.
    private void part(short code, String reason) {
        Ends both = ends;
        if (both != null) {
            both.loop().runOnContext(_ -> {
                if (parting == null) {
                    Buffer closeFrame = closeFrame(code, reason);
                    parting = closeFrame;
                    both.outside().handler(_ -> {});
                    both.outside().resume();
                    context.vertx().setTimer(LAST_FRAMES.toMillis(), _ -> cutOff(both));
                    partAtEdge(both, closeFrame);
                }
            });
        }
    }

    private void partAtEdge(Ends both, Buffer closeFrame) {
        if (!edges.atEdge()) {
            return;
        }
        NetSocket outside = both.outside();
        both.inside().handler(null);
        both.inside().endHandler(null);
        both.inside().close();
        outside.write(closeFrame);
        outside.handler(_ -> outside.close());
        context.vertx().setTimer(FAREWELL.toMillis(), _ -> outside.close());
    }

    /// At once: `close` of a socket waits until all is written, which never ends where nobody reads.
    private void cutOff(Ends both) {
        both.inside().endHandler(null);
        cutOff(both.service());
        cutOff(context.request().connection());
    }

    /// From below Vert.x' handler, of which the connection does not know any more that it was replaced.
    private static void cutOff(HttpConnection connection) {
        ChannelHandlerContext lowest =
                ((ConnectionBase) connection).channel().pipeline().firstContext();
        if (lowest != null) {
            ChannelFuture _ = lowest.close();
        }
    }

    /// RFC 6455, 5.5.1.
    private static Buffer closeFrame(short code, String reason) {
        return Buffer.buffer()
                .appendByte((byte) 0x88)
                .appendByte((byte) (Short.BYTES + reason.length()))
                .appendShort(code)
                .appendString(reason);
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
