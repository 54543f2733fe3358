package dev.atrium.gateway.proxy;

import dev.atrium.gateway.upstream.Directory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A client's socket and a service's, as two byte streams with back-pressure: a client that reads slowly slows its
/// service's socket down, and fills nobody's memory here; one that reads nothing is cut off. Belongs to one event
/// loop.
final class SocketPair {

    /// No timer has this number.
    private static final long NEVER = -1;

    private static final short GOING_AWAY = 1001;

    /// As room-service closes a socket whose room moves: come back.
    private static final short MOVED = 1012;

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
    private final Context loop;
    private final Ends ends;
    private final Directory.Node node;
    private final Duration patience;
    private final List<Watcher> watchers;
    private final FrameEdges edges = new FrameEdges();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private long stalled = NEVER;
    private @Nullable Buffer parting;

    /// What the pair tells of itself.
    interface Watcher {
        /// Both ends are connected from now on.
        void joined(SocketPair pair);

        /// Both ends are closed.
        void parted(SocketPair pair);
    }

    /// What is connected.
    ///
    /// @param outside the client's socket
    /// @param inside the service's
    /// @param service the connection under the inside end
    record Ends(NetSocket outside, NetSocket inside, HttpConnection service) {}

    /// @param context of the handshake; the pair belongs to the event loop that this is called on
    /// @param ends both paused
    /// @param node that has the service's end
    /// @param patience how long a client may read nothing of what waits for it
    SocketPair(RoutingContext context, Ends ends, Directory.Node node, Duration patience, List<Watcher> watchers) {
        this.context = context;
        this.loop = context.vertx().getOrCreateContext();
        this.ends = ends;
        this.node = node;
        this.patience = patience;
        this.watchers = watchers;
    }

    RoutingContext context() {
        return context;
    }

    /// The node that has the service's end.
    Directory.Node node() {
        return node;
    }

    /// Lets the bytes flow.
    void join() {
        watchers.forEach(watcher -> watcher.joined(this));
        NetSocket outside = ends.outside();
        NetSocket inside = ends.inside();
        Buffer early = EarlyBytes.of(context);
        if (early.length() > 0) {
            inside.write(early);
        }
        received.addAndGet(early.length());
        outside.closeHandler(_ -> parted());
        outside.exceptionHandler(_ -> inside.close());
        outside.endHandler(_ -> inside.close());
        outside.handler(this::toService);
        outside.resume();
        inside.exceptionHandler(_ -> outside.close());
        inside.endHandler(_ -> hungUp());
        inside.handler(this::toClient);
        inside.resume();
    }

    private void parted() {
        context.vertx().cancelTimer(stalled);
        watchers.forEach(watcher -> watcher.parted(this));
    }

    private void toService(Buffer bytes) {
        received.addAndGet(bytes.length());
        ends.inside().write(bytes);
        if (ends.inside().writeQueueFull()) {
            ends.outside().pause();
            ends.inside().drainHandler(_ -> ends.outside().resume());
        }
    }

    private void toClient(Buffer bytes) {
        sent.addAndGet(bytes.length());
        Buffer closeFrame = parting;
        if (closeFrame != null) {
            ends.outside().write(bytes.slice(0, edges.followToEdge(bytes)));
            partAtEdge(closeFrame);
        } else {
            edges.follow(bytes);
            ends.outside().write(bytes);
        }
        if (ends.outside().writeQueueFull()) {
            waitForClient();
        }
    }

    /// That the service hangs up is told only behind what it has sent, hence never where nobody reads.
    private void waitForClient() {
        ends.inside().pause();
        cutOffLater();
        ends.outside().drainHandler(_ -> {
            context.vertx().cancelTimer(stalled);
            ends.inside().resume();
        });
    }

    /// The client gets what is on its way, if it reads.
    private void hungUp() {
        ends.outside().drainHandler(null);
        cutOffLater();
        ends.outside().end();
    }

    private void cutOffLater() {
        context.vertx().cancelTimer(stalled);
        stalled = context.vertx().setTimer(patience.toMillis(), _ -> cutOff());
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

    /// Tells the client that its node does not serve it any more, so that it comes back and finds another, and closes
    /// both ends. May be called from any thread.
    void move() {
        part(MOVED, "moved");
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
        loop.runOnContext(_ -> {
            if (parting == null) {
                Buffer closeFrame = RawFrames.close(code, reason);
                parting = closeFrame;
                ends.outside().handler(_ -> {});
                ends.outside().resume();
                context.vertx().setTimer(LAST_FRAMES.toMillis(), _ -> cutOff());
                partAtEdge(closeFrame);
            }
        });
    }

    private void partAtEdge(Buffer closeFrame) {
        if (!edges.atEdge()) {
            return;
        }
        NetSocket outside = ends.outside();
        ends.inside().handler(null);
        ends.inside().endHandler(null);
        ends.inside().close();
        outside.write(closeFrame);
        outside.handler(_ -> outside.close());
        context.vertx().setTimer(FAREWELL.toMillis(), _ -> outside.close());
    }

    /// At once: `close` of a socket waits until all is written, which never ends where nobody reads.
    private void cutOff() {
        ends.inside().endHandler(null);
        cutOff(ends.service());
        cutOff(context.request().connection());
    }

    /// From below Vert.x' handler, of which the connection does not know any more that it was replaced.
    static void cutOff(HttpConnection connection) {
        ChannelHandlerContext lowest =
                ((ConnectionBase) connection).channel().pipeline().firstContext();
        if (lowest != null) {
            ChannelFuture _ = lowest.close();
        }
    }
}
