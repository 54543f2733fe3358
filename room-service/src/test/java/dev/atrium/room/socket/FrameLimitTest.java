package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.room.testing.CountingMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.junit.jupiter.api.Test;

final class FrameLimitTest {

    private final CountingMemory memory = new CountingMemory();
    private final EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(
            WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(10_000).build()));

    @Test
    void aFrameBeyondTheLoweredLimitIsRefusedByItsHeader() {
        FrameLimit.set(channel, 1_000, memory);

        assertThrows(CorruptedWebSocketFrameException.class, () -> channel.writeInbound(header(1_001)));
    }

    @Test
    void smallerFramesPass() {
        FrameLimit.set(channel, 1_000, memory);

        channel.writeInbound(Unpooled.wrappedBuffer(header(1_000), Unpooled.wrappedBuffer(new byte[1_000])));

        TextWebSocketFrame read = channel.readInbound();
        assertEquals(1_000, read.content().readableBytes());
        read.release();
    }

    @Test
    void whatHasComeOfAFrameIsCountedUntilItIsWhole() {
        FrameLimit.set(channel, 1_000, memory);

        channel.writeInbound(header(1_000), Unpooled.wrappedBuffer(new byte[400]));
        assertEquals(400, memory.taken());
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[300]));
        assertEquals(700, memory.taken());

        channel.writeInbound(Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(new byte[300]), header(200)));
        assertEquals(1_000, channel.<TextWebSocketFrame>readInbound().content().readableBytes());
        assertTrue(memory.taken() <= 8, "only the next frame's header: " + memory.taken());
        assertTrue(channel.isOpen());

        ChannelFuture _ = channel.close();
        assertEquals(0, memory.taken());
    }

    @Test
    void whoWantsMoreThanThereIsIsHungUpOn() {
        memory.max(500);
        FrameLimit.set(channel, 1_000, memory);

        channel.writeInbound(header(1_000), Unpooled.wrappedBuffer(new byte[400]));
        assertTrue(channel.isOpen());
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[200]));

        assertFalse(channel.isOpen());
        assertEquals(0, memory.taken());
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
