package dev.atrium.room.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/// Lowers the most bytes of one frame on one socket. The server has one limit for all its sockets, which is that of the
/// dialect with the largest frames; a client that may not send such ones must not fill the memory with them.
public final class FrameLimit {

    /// For clients that have no need of large frames. A larger one ends the connection.
    public static final int USUAL_BYTES = 1 << 20;

    private FrameLimit() {}

    /// To be called on the connection's event loop, right after the handshake and before a frame is read. Who sends a
    /// frame without waiting for the answer to its handshake may lose its connection by this.
    public static void lower(Channel channel, int bytes) {
        ChannelPipeline pipeline = channel.pipeline();
        WebSocket13FrameDecoder present = pipeline.get(WebSocket13FrameDecoder.class);
        if (present != null) {
            WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(bytes)
                    .closeOnProtocolViolation(false)
                    .build();
            pipeline.replace(present, "limited-frames", new WebSocket13FrameDecoder(config));
        }
    }
}
