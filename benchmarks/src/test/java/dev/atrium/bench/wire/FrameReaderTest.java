package dev.atrium.bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455, as far as a client hears it.
final class FrameReaderTest {

    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int CLOSE = 0x88;

    private final List<String> heard = new ArrayList<>();
    private final FrameReader.Frames frames = new FrameReader.Frames() {
        @Override
        public void text(ByteBuffer buffer, int from, int to) {
            heard.add("text " + ascii(buffer, from, to));
        }

        @Override
        public void ping(ByteBuffer buffer, int from, int to) {
            heard.add("ping " + ascii(buffer, from, to));
        }

        @Override
        public void close(int code) {
            heard.add("close " + code);
        }
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
    void everyLengthIsRead(int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length + 20);
        frame(buffer, TEXT, "x".repeat(length));

        assertEquals(0, FrameReader.read(buffer.flip(), frames));

        assertEquals(List.of("text " + "x".repeat(length)), heard);
        assertEquals(0, buffer.remaining());
    }

    @Test
    void framesThatComeInPiecesAreReadOnceTheyAreWhole() {
        ByteBuffer all = ByteBuffer.allocate(1_000);
        frame(all, TEXT, "first");
        frame(all, PING, "are you there?");
        frame(all, TEXT, "y".repeat(300));
        frame(all, CLOSE, "\3tgoing away");
        all.flip();

        ByteBuffer buffer = ByteBuffer.allocate(1_000);
        while (all.hasRemaining()) {
            buffer.put(all.get()).flip();
            FrameReader.read(buffer, frames);
            buffer.compact();
        }

        assertEquals(List.of("text first", "ping are you there?", "text " + "y".repeat(300), "close 884"), heard);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void aMessageInSeveralFramesIsHeardOnceItIsWhole(int bytesAtOnce) {
        ByteBuffer all = ByteBuffer.allocate(1_000);
        frame(all, 0x01, "in ");
        frame(all, 0x00, "three ");
        frame(all, PING, "are you there?");
        frame(all, 0x80, "p".repeat(200));
        frame(all, TEXT, "next");
        all.flip();

        ByteBuffer buffer = ByteBuffer.allocate(1_000);
        while (all.hasRemaining()) {
            int bytes = Math.min(bytesAtOnce, all.remaining());
            buffer.put(all.slice(all.position(), bytes)).flip();
            all.position(all.position() + bytes);
            FrameReader.read(buffer, frames);
            buffer.compact();
        }

        assertEquals(List.of("ping are you there?", "text in three " + "p".repeat(200), "text next"), heard);
    }

    @Test
    void theLengthOfAnIncompleteFrameIsTold() {
        ByteBuffer buffer = ByteBuffer.allocate(1_000);
        frame(buffer, TEXT, "z".repeat(500));
        buffer.flip().limit(100);

        assertEquals(504, FrameReader.read(buffer, frames));
        assertEquals(0, buffer.position());
    }

    @Test
    void whatThisClientDoesNotSpeakIsRefused() {
        ByteBuffer within = ByteBuffer.allocate(20);
        frame(within, 0x01, "part");
        frame(within, TEXT, "another");
        ByteBuffer rest = ByteBuffer.allocate(10);
        frame(rest, 0x80, "of what?");
        ByteBuffer masked =
                ByteBuffer.allocate(10).put((byte) TEXT).put((byte) 0x80).put(new byte[4]);

        assertThrows(IllegalStateException.class, () -> FrameReader.read(within.flip(), frames));
        assertThrows(IllegalStateException.class, () -> FrameReader.read(rest.flip(), frames));
        assertThrows(IllegalStateException.class, () -> FrameReader.read(masked.flip(), frames));
    }

    @Test
    void whatIsWrittenIsMaskedWithZeros() {
        ByteBuffer out = ByteBuffer.allocate(300);

        FrameWriter.text(out, 200);
        FrameWriter.pong(out, ByteBuffer.wrap("hi".getBytes(StandardCharsets.US_ASCII)), 0, 2);

        byte[] expected = {
            (byte) 0x81, (byte) 0xfe, 0, (byte) 200, 0, 0, 0, 0, (byte) 0x8a, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'
        };
        assertEquals(ByteBuffer.wrap(expected), out.flip());
    }

    private static void frame(ByteBuffer buffer, int first, String payload) {
        buffer.put((byte) first);
        if (payload.length() <= 125) {
            buffer.put((byte) payload.length());
        } else if (payload.length() < 65_536) {
            buffer.put((byte) 126).putShort((short) payload.length());
        } else {
            buffer.put((byte) 127).putLong(payload.length());
        }
        buffer.put(payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String ascii(ByteBuffer buffer, int from, int to) {
        byte[] bytes = new byte[to - from];
        buffer.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
