package dev.atrium.bench.target;

import dev.atrium.bench.load.Send;
import dev.atrium.bench.wire.Token;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A cursor's move as `atrium.v1` takes it. The baselines get the same bytes, and pass every one of them on.
record CursorMove() implements Send {

    private static final byte[] BEFORE = bytes("{\"type\":\"cursor\",\"cursor\":{\"at\":\"");
    private static final byte[] END = bytes("\",\"x\":1024,\"y\":768}}");

    @Override
    public int bytes() {
        return BEFORE.length + Token.BYTES + END.length;
    }

    @Override
    public void write(ByteBuffer out, int step, int message) {
        out.put(BEFORE);
        Token.putContent(out, step, message);
        out.put(END);
    }

    @Override
    public boolean acknowledged() {
        return false;
    }

    @Override
    public boolean latestWins() {
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
