package dev.atrium.bench.wire;

import java.nio.ByteBuffer;

/// Reads the WebSocket frames that a server sends (RFC 6455): unmasked, each message in one frame. Allocates nothing.
public final class FrameReader {

    /// Takes frames. The payload lies in the buffer from `from` to `to`.
    public interface Frames {

        void text(ByteBuffer buffer, int from, int to);

        void ping(ByteBuffer buffer, int from, int to);

        /// @param code 0 if the server gave none
        void close(int code);
    }

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private FrameReader() {}

    /// Reads the whole frames between the buffer's position and its limit, and sets the position behind them.
    ///
    /// @return how many bytes the incomplete frame at the end has; 0 if its header is not complete either
    /// @throws IllegalStateException for what this client does not speak
    public static int read(ByteBuffer buffer, Frames frames) {
        int limit = buffer.limit();
        int at = buffer.position();
        int needed = 0;
        while (limit - at >= 2) {
            int header = headerBytes(buffer.get(at + 1));
            if (limit - at < header) {
                break;
            }
            long length = length(buffer, at, header);
            if (limit - at - header < length) {
                needed = Math.toIntExact(header + length);
                break;
            }
            int from = at + header;
            at = from + (int) length;
            frame(buffer, buffer.get(from - header), from, at, frames);
        }
        buffer.position(at);
        return needed;
    }

    private static int headerBytes(byte second) {
        if ((second & MASKED) != 0) {
            throw new IllegalStateException("a masked frame from the server");
        }
        return switch (second & 0x7f) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private static long length(ByteBuffer buffer, int at, int header) {
        return switch (header) {
            case 4 -> (buffer.get(at + 2) & 0xff) << 8 | (buffer.get(at + 3) & 0xff);
            case 10 -> {
                long length = 0;
                for (int i = 2; i < 10; i++) {
                    length = length << 8 | (buffer.get(at + i) & 0xff);
                }
                yield length;
            }
            default -> buffer.get(at + 1) & 0x7f;
        };
    }

    private static void frame(ByteBuffer buffer, byte first, int from, int to, Frames frames) {
        if ((first & FINAL) == 0) {
            throw new IllegalStateException("a fragmented message");
        }
        switch (first & 0x0f) {
            case TEXT, BINARY -> frames.text(buffer, from, to);
            case PING -> frames.ping(buffer, from, to);
            case CLOSE ->
                frames.close(to - from < 2 ? 0 : (buffer.get(from) & 0xff) << 8 | (buffer.get(from + 1) & 0xff));
            case PONG -> {
                // Nobody asked.
            }
            default -> throw new IllegalStateException("a frame with opcode " + (first & 0x0f));
        }
    }
}
