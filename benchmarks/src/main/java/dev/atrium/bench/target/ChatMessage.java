package dev.atrium.bench.target;

import dev.atrium.bench.load.Send;
import dev.atrium.bench.wire.Token;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A durable message as `atrium.v1` takes it. The baselines get the same bytes, and pass them on.
record ChatMessage(boolean acknowledged) implements Send {

    private static final int BYTES = 210;
    private static final byte[] BEFORE_ID = bytes("{\"type\":\"send\",\"clientId\":\"");
    private static final byte[] BEFORE_CONTENT = bytes("\",\"content\":\"");
    private static final byte[] END = bytes("\"}");
    private static final byte[] PADDING =
            bytes(".".repeat(BYTES - BEFORE_ID.length - BEFORE_CONTENT.length - END.length - 2 * Token.BYTES));

    @Override
    public int bytes() {
        return BYTES;
    }

    @Override
    public void write(ByteBuffer out, int step, int message) {
        out.put(BEFORE_ID);
        Token.putClientId(out, step, message);
        out.put(BEFORE_CONTENT);
        Token.putContent(out, step, message);
        out.put(PADDING).put(END);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
