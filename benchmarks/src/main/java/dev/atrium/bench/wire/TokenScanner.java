package dev.atrium.bench.wire;

import java.nio.ByteBuffer;

/// Finds the tokens in what a server sends, without reading the JSON: one frame or an array of frames.
///
/// Messages that follow each other look alike, so the scanner first looks where the token was the last time, counted
/// from the beginning, from the token before, and to the end; only where that guess is wrong it looks at every byte.
/// Nothing can be skipped unseen: one more frame in between moves all that follows. Not thread-safe.
public final class TokenScanner {

    /// Takes what was found.
    public interface Sink {

        void delivered(int step, int message);

        void acknowledged(int step, int message);

        void refused(int step, int message);

        /// A payload without tokens, for example a greeting.
        void other(ByteBuffer buffer, int from, int to);
    }

    private static final byte[] TYPE = {'"', 't', 'y', 'p', 'e', '"', ':', '"'};
    /// How far before a client's id the type of its frame is looked for.
    private static final int LOOK_BACK = 160;

    private int head;
    private int stride;
    private int tail;

    /// @param buffer little-endian
    public void scan(ByteBuffer buffer, int from, int to, Sink sink) {
        int end = to - Token.BYTES;
        int last = -1;
        boolean found = false;
        // Where an answer stood, nothing may be guessed the next time: it would be skipped.
        boolean answered = false;
        int at = is(buffer, from + head, end) ? from + head : from;
        while (at <= end) {
            long word = buffer.getLong(at);
            if (word == Token.CONTENT) {
                sink.delivered(Token.step(buffer, at), Token.message(buffer, at));
                if (!answered && last < 0) {
                    head = at - from;
                } else if (!answered) {
                    stride = at - last;
                }
                found = true;
                answered = false;
                last = at;
                if (to - at == tail) {
                    return;
                }
                at += is(buffer, at + stride, end) && stride > 0 ? stride : Token.BYTES;
            } else if (word == Token.CLIENT_ID) {
                found = true;
                answered |= answer(buffer, from, at, sink);
                at += Token.BYTES;
            } else {
                at++;
            }
        }
        if (last >= 0 && !answered) {
            tail = to - last;
        }
        if (!found) {
            sink.other(buffer, from, to);
        }
    }

    private static boolean is(ByteBuffer buffer, int at, int end) {
        return at <= end && buffer.getLong(at) == Token.CONTENT;
    }

    /// What a client's id stands for says the type of its frame; in a message that is far away.
    ///
    /// @return whether it stands in an answer to the client
    private static boolean answer(ByteBuffer buffer, int from, int at, Sink sink) {
        for (int start = at - TYPE.length - 1; start >= Math.max(from, at - LOOK_BACK); start--) {
            if (startsWithType(buffer, start)) {
                byte type = buffer.get(start + TYPE.length);
                if (type == 'a') {
                    sink.acknowledged(Token.step(buffer, at), Token.message(buffer, at));
                } else if (type == 'e') {
                    sink.refused(Token.step(buffer, at), Token.message(buffer, at));
                }
                return type == 'a' || type == 'e';
            }
        }
        return false;
    }

    private static boolean startsWithType(ByteBuffer buffer, int at) {
        for (int i = 0; i < TYPE.length; i++) {
            if (buffer.get(at + i) != TYPE[i]) {
                return false;
            }
        }
        return true;
    }
}
