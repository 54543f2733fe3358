package dev.atrium.room.socket;

import dev.atrium.room.tinybase.Memory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;

/// Bounds what the frames of one socket may take: the bytes of one, where the server has one limit for all its sockets,
/// which is that of the dialect with the largest frames; and what has come of a frame that is not whole yet, of which
/// nobody behind the decoder knows.
public final class FrameLimit {

    /// For clients that have no need of large frames. A larger one ends the connection.
    public static final int USUAL_BYTES = 1 << 20;

    private FrameLimit() {}

    /// To be called on the connection's event loop, right after the handshake and before a frame is read. Who sends a
    /// frame without waiting for the answer to its handshake may lose its connection by this.
    ///
    /// @param memory for what has come of a frame that is not whole yet; a connection for which there is none left
    ///     ends without a word
    static void set(Channel channel, int bytes, Memory memory) {
        ChannelPipeline pipeline = channel.pipeline();
        WebSocket13FrameDecoder present = pipeline.get(WebSocket13FrameDecoder.class);
        if (present != null) {
            WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(bytes)
                    .closeOnProtocolViolation(false)
                    .build();
            pipeline.replace(present, "limited-frames", new MeteredDecoder(config, memory));
        }
    }

    private static final class MeteredDecoder extends WebSocket13FrameDecoder {

        private final Memory memory;
        private int held;

        MeteredDecoder(WebSocketDecoderConfig config, Memory memory) {
            super(config);
            this.memory = memory;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            super.channelRead(context, message);
            int left = actualReadableBytes();
            if (left > held && !memory.take(left - held, held)) {
                ChannelFuture _ = context.close();
            } else {
                if (left < held) {
                    memory.give(held - left);
                }
                held = left;
            }
        }

        /// Whoever gets the frame takes memory for it: it must not be counted twice then.
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
            int before = out.size();
            super.decode(context, in, out);
            if (held > 0 && out.size() > before) {
                release();
            }
        }

        @Override
        protected void handlerRemoved0(ChannelHandlerContext context) {
            release();
        }

        private void release() {
            memory.give(held);
            held = 0;
        }
    }
}
