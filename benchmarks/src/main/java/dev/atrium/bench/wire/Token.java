package dev.atrium.bench.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// What a message of the load program carries, 24 bytes of ASCII that stand in JSON as they are: a mark, the number of
/// the step and the number of the message within the step, eight digits each.
///
/// The mark in the content says that a message was delivered, the one in the client's id belongs to an acknowledgement
/// or a refusal. All buffers must be little-endian.
public final class Token {

    /// Bytes of a token.
    public static final int BYTES = 24;

    /// Highest step and message number, exclusive.
    public static final int NUMBERS = 100_000_000;

    static final long CONTENT = mark("~atrium~");
    static final long CLIENT_ID = mark("~client~");

    private static final int STEP_AT = 8;
    private static final int MESSAGE_AT = 16;

    private Token() {}

    /// A token for a message's content.
    public static void putContent(ByteBuffer out, int step, int message) {
        put(out, CONTENT, step, message);
    }

    /// A token for a client's id.
    public static void putClientId(ByteBuffer out, int step, int message) {
        put(out, CLIENT_ID, step, message);
    }

    static int step(ByteBuffer buffer, int at) {
        return digits(buffer.getLong(at + STEP_AT));
    }

    static int message(ByteBuffer buffer, int at) {
        return digits(buffer.getLong(at + MESSAGE_AT));
    }

    private static void put(ByteBuffer out, long mark, int step, int message) {
        out.putLong(mark);
        putDigits(out, step);
        putDigits(out, message);
    }

    private static void putDigits(ByteBuffer out, int number) {
        for (int unit = NUMBERS / 10; unit > 0; unit /= 10) {
            out.put((byte) ('0' + number / unit % 10));
        }
    }

    /// Eight ASCII digits, the first in the lowest byte: joined to pairs, then to fours, then to eight.
    private static int digits(long ascii) {
        long single = ascii - 0x3030303030303030L;
        long pairs = single * 10 + (single >>> 8);
        long joined = (pairs & 0x000000FF000000FFL) * 0x000F424000000064L
                + (pairs >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L;
        return (int) (joined >>> 32);
    }

    private static long mark(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }
}
