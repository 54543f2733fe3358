package dev.atrium.gateway.proxy;

import io.vertx.core.buffer.Buffer;

/// Where one frame of a WebSocket ends and the next begins in a stream of bytes (RFC 6455, 5.2). Only
/// between frames can somebody else put in one.
final class FrameEdges {

    private static final int SHORT_HEAD = 2;
    private static final int LONGEST_HEAD = 14;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;

    private final byte[] head = new byte[LONGEST_HEAD];
    private int headBytes;
    private long payloadLeft;

    /// Whether what has passed ends with a whole frame; true at the beginning.
    boolean atEdge() {
        return headBytes == 0 && payloadLeft == 0;
    }

    /// Follows all bytes of a buffer.
    void follow(Buffer buffer) {
        int position = 0;
        while (position < buffer.length()) {
            position = step(buffer, position);
        }
    }

    /// Follows a buffer up to the first edge.
    ///
    /// @return how many of its bytes belong to the frame that had begun before; all if that does not end in it
    int followToEdge(Buffer buffer) {
        int position = 0;
        while (position < buffer.length() && !atEdge()) {
            position = step(buffer, position);
        }
        return position;
    }

    private int step(Buffer buffer, int position) {
        if (payloadLeft > 0) {
            int here = (int) Math.min(payloadLeft, buffer.length() - position);
            payloadLeft -= here;
            return position + here;
        }
        head[headBytes++] = buffer.getByte(position);
        if (headBytes >= SHORT_HEAD && headBytes == headLength()) {
            payloadLeft = payloadLength();
            headBytes = 0;
        }
        return position + 1;
    }

    private int headLength() {
        int mask = (head[1] & 0x80) == 0 ? 0 : 4;
        return SHORT_HEAD + lengthBytes() + mask;
    }

    private int lengthBytes() {
        return switch (head[1] & 0x7f) {
            case LENGTH_IN_2_BYTES -> 2;
            case LENGTH_IN_8_BYTES -> 8;
            default -> 0;
        };
    }

    private long payloadLength() {
        if (lengthBytes() == 0) {
            return head[1] & 0x7f;
        }
        long length = 0;
        for (int i = SHORT_HEAD; i < SHORT_HEAD + lengthBytes(); i++) {
            length = length << 8 | (head[i] & 0xff);
        }
        return length;
    }
}
