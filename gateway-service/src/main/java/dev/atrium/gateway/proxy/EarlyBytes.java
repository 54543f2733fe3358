package dev.atrium.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/// Keeps what a client sends behind its handshake before the service has agreed. RFC 6455 wants clients
/// to wait; but the HTTP decoder would take the frames of one that does not for another request, and they
/// would be lost without a sign.
///
/// Belongs to the connection's event loop. The connection speaks HTTP no more: it becomes a socket or is closed.
final class EarlyBytes extends ChannelInboundHandlerAdapter {

    /// Vert.x takes the handler of this name out of the pipeline when the connection becomes a socket.
    private static final String DECODER = "httpDecoder";

    private static final String KEY = EarlyBytes.class.getName();
    private static final int MAX_BYTES = 64 << 10;

    private final Buffer held = Buffer.buffer();

    private EarlyBytes() {}

    /// Begins to keep. Must be called while the handshake is read, before any other byte is.
    static void keep(RoutingContext context) {
        EarlyBytes early = new EarlyBytes();
        context.put(KEY, early);
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(_ -> context.request().connection().close());
        ConnectionBase connection = (ConnectionBase) context.request().connection();
        connection.channel().pipeline().replace(DECODER, DECODER, early);
    }

    /// What came so far; may be empty.
    static Buffer of(RoutingContext context) {
        EarlyBytes early = context.get(KEY);
        return early == null ? Buffer.buffer() : early.held;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        try {
            held.appendBytes(ByteBufUtil.getBytes(bytes));
        } finally {
            bytes.release();
        }
        if (held.length() > MAX_BYTES) {
            var _ = context.close();
        }
    }
}
