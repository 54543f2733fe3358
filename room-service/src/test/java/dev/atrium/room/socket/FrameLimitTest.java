package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.junit.jupiter.api.Test;

final class FrameLimitTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(
            WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(10_000).build()));

    @Test
    void aFrameBeyondTheLoweredLimitIsRefusedByItsHeader() {
        FrameLimit.lower(channel, 1_000);

        assertThrows(CorruptedWebSocketFrameException.class, () -> channel.writeInbound(header(1_001)));
    }

    @Test
    void smallerFramesPass() {
        FrameLimit.lower(channel, 1_000);

        channel.writeInbound(Unpooled.wrappedBuffer(header(1_000), Unpooled.wrappedBuffer(new byte[1_000])));

        TextWebSocketFrame read = channel.readInbound();
        assertEquals(1_000, read.content().readableBytes());
        read.release();
    }

    /// The header of a masked text frame whose mask changes nothing.
    private static ByteBuf header(int length) {
        return Unpooled.buffer()
                .writeByte(0x81)
                .writeByte(0x80 | 126)
                .writeShort(length)
                .writeInt(0);
    }
}
