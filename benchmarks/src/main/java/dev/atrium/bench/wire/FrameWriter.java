package dev.atrium.bench.wire;

import java.nio.ByteBuffer;

/// Writes the WebSocket frames of a client. They are masked with zeros: that is what the protocol asks for, except that
/// a browser's mask must be unpredictable, and leaves the payload as it is.
public final class FrameWriter {

    /// Most bytes of a header.
    public static final int HEADER_BYTES_MAX = 8;

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_PONG = 0x8a;
    private static final int MASKED = 0x80;
    private static final int SHORT_MAX = 125;
    private static final int MEDIUM = 126;

    private FrameWriter() {}

    /// The header of a text of at most 65,535 bytes.
    public static void text(ByteBuffer out, int length) {
        header(out, FINAL_TEXT, length);
    }

    /// A whole pong with the payload of a ping.
    public static void pong(ByteBuffer out, ByteBuffer in, int from, int to) {
        header(out, FINAL_PONG, to - from);
        for (int i = from; i < to; i++) {
            out.put(in.get(i));
        }
    }

    private static void header(ByteBuffer out, int first, int length) {
        out.put((byte) first);
        if (length <= SHORT_MAX) {
            out.put((byte) (MASKED | length));
        } else {
            out.put((byte) (MASKED | MEDIUM)).put((byte) (length >> 8)).put((byte) length);
        }
        out.put((byte) 0).put((byte) 0).put((byte) 0).put((byte) 0);
    }
}
