package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameEdgesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 300_000})
    void aFrameEndsWithItsLastByteHoweverItIsCut(int payload) {
        Buffer frame = frame(payload);
        for (int cut : new int[] {1, 2, 3, 7, 1_000, frame.length()}) {
            FrameEdges edges = new FrameEdges();
            for (int from = 0; from < frame.length() - 1; from += cut) {
                edges.follow(frame.getBuffer(from, Math.min(from + cut, frame.length() - 1)));
                assertFalse(edges.atEdge());
            }

            edges.follow(frame.getBuffer(frame.length() - 1, frame.length()));

            assertTrue(edges.atEdge());
        }
    }

    @Test
    void theMaskOfAFrameBelongsToItsHead() {
        FrameEdges edges = new FrameEdges();

        edges.follow(Buffer.buffer(new byte[] {(byte) 0x81, (byte) 0x81, 1, 2, 3, 4}));
        assertFalse(edges.atEdge());
        edges.follow(Buffer.buffer(new byte[] {5}));

        assertTrue(edges.atEdge());
    }

    @Test
    void theNextEdgeIsWhereTheFrameThatHadBegunEnds() {
        FrameEdges edges = new FrameEdges();
        Buffer frames = frame(10).appendBuffer(frame(20)).appendBuffer(frame(30));

        edges.follow(frames.getBuffer(0, 5));

        assertEquals(12 - 5, edges.followToEdge(frames.getBuffer(5, frames.length())));
        assertTrue(edges.atEdge());
        assertEquals(0, edges.followToEdge(frames.getBuffer(12, frames.length())));
    }

    private static Buffer frame(int payload) {
        Buffer frame = Buffer.buffer().appendByte((byte) 0x82);
        if (payload < 126) {
            frame.appendByte((byte) payload);
        } else if (payload < 65_536) {
            frame.appendByte((byte) 126).appendUnsignedShort(payload);
        } else {
            frame.appendByte((byte) 127).appendLong(payload);
        }
        return frame.appendBytes(new byte[payload]);
    }
}
