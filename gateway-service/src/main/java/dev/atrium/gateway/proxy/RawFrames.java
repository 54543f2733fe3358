package dev.atrium.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/// The few frames that the gateway itself puts on a client's WebSocket (RFC 6455, 5.2).
final class RawFrames {

    /// First byte of a whole text message.
    private static final byte TEXT = (byte) 0x81;

    private static final byte CLOSE = (byte) 0x88;

    /// Up to this length one byte tells it.
    private static final int SHORT = 125;

    private RawFrames() {}

    /// @param payload at most 125 bytes
    static Buffer text(String payload) {
        return frame(TEXT, Buffer.buffer(payload));
    }

    /// @param reason at most 123 bytes
    static Buffer close(short code, String reason) {
        return frame(CLOSE, Buffer.buffer().appendShort(code).appendBytes(reason.getBytes(StandardCharsets.UTF_8)));
    }

    /// Whether bytes begin with the frame that ends a connection.
    static boolean isClose(Buffer bytes) {
        return bytes.getByte(0) == CLOSE;
    }

    private static Buffer frame(byte kind, Buffer payload) {
        if (payload.length() > SHORT) {
            throw new IllegalArgumentException("longer than a short frame: " + payload.length());
        }
        return Buffer.buffer()
                .appendByte(kind)
                .appendByte((byte) payload.length())
                .appendBuffer(payload);
    }
}
