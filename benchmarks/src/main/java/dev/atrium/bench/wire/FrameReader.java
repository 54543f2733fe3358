package dev.atrium.bench.wire;

import java.nio.ByteBuffer;

/// Reads the WebSocket frames that a server sends (RFC 6455), unmasked. A message that comes in several frames is put
/// together where they lie. Allocates nothing.
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
    private static final int OPCODE = 0x0f;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CONTROL = 8;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private FrameReader() {}

    /// Reads the whole messages between the buffer's position and its limit, and sets the position behind them.
    ///
    /// @return how many bytes the incomplete message at the end has at least; 0 without even its first header
    /// @throws IllegalStateException for what this client does not speak
    public static int read(ByteBuffer buffer, Frames frames) {
        int limit = buffer.limit();
        int at = buffer.position();
        int end = endOfMessage(buffer, at);
        while (end <= limit && end > at) {
            message(buffer, at, end, frames);
            at = end;
            end = endOfMessage(buffer, at);
        }
        buffer.position(at);
        return end - at;
    }

    /// @return where the message that begins there ends, with the control frames between its own; behind the limit
    ///     if it is not there as a whole, and where it begins if not even a header is
    private static int endOfMessage(ByteBuffer buffer, int begin) {
        int end = begin;
        boolean more = true;
        while (more) {
            int header = buffer.limit() - end < 2 ? 0 : headerBytes(buffer.get(end + 1));
            if (header == 0 || buffer.limit() - end < header) {
                return end == begin ? begin : Math.max(end + 2, buffer.limit() + 1);
            }
            byte first = buffer.get(end);
            more = (first & FINAL) == 0 || (end > begin && isControl(first));
            end = Math.toIntExact(end + header + length(buffer, end, header));
            if (end > buffer.limit()) {
                return end;
            }
        }
        return end;
    }

    private static void message(ByteBuffer buffer, int begin, int end, Frames frames) {
        int header = headerBytes(buffer.get(begin + 1));
        int from = begin + header;
        int to = (int) (from + length(buffer, begin, header));
        int opcode = buffer.get(begin) & OPCODE;
        for (int at = to; at < end; ) {
            header = headerBytes(buffer.get(at + 1));
            int payload = at + header;
            int length = (int) length(buffer, at, header);
            int part = buffer.get(at) & OPCODE;
            if (part == CONTINUATION) {
                buffer.put(to, buffer, payload, length);
                to += length;
            } else if (isControl(buffer.get(at))) {
                frame(buffer, part, payload, payload + length, frames);
            } else {
                throw new IllegalStateException("a message within another");
            }
            at = payload + length;
        }
        frame(buffer, opcode, from, to, frames);
    }

    private static boolean isControl(byte first) {
        return (first & CONTROL) != 0;
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

    private static void frame(ByteBuffer buffer, int opcode, int from, int to, Frames frames) {
        switch (opcode) {
            case TEXT, BINARY -> frames.text(buffer, from, to);
            case PING -> frames.ping(buffer, from, to);
            case CLOSE ->
                frames.close(to - from < 2 ? 0 : (buffer.get(from) & 0xff) << 8 | (buffer.get(from + 1) & 0xff));
            case PONG -> {
                // Nobody asked.
            }
            default -> throw new IllegalStateException("a frame with opcode " + opcode);
        }
    }
}
