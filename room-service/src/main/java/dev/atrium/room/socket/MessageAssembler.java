package dev.atrium.room.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/// Joins the fragments of WebSocket messages. Keeps at most as many bytes as a message may have, and lets the socket
/// live when there are more, which Vert.x' own assembly does not.
public final class MessageAssembler {

    /// Takes whole messages.
    public interface Receiver {

        void text(byte[] utf8);

        /// A message with binary data, which is skipped.
        void binary();

        /// A message that is too long, which is skipped.
        void tooLarge();
    }

    private final int maxBytes;
    private final Receiver receiver;
    private @Nullable Buffer text;
    private boolean binary;
    private boolean tooLarge;

    public MessageAssembler(int maxBytes, Receiver receiver) {
        this.maxBytes = maxBytes;
        this.receiver = receiver;
    }

    public void frame(WebSocketFrame frame) {
        if (frame.isText() || frame.isBinary()) {
            text = null;
            binary = frame.isBinary();
            tooLarge = false;
        } else if (!frame.isContinuation()) {
            return;
        }
        if (!binary && !tooLarge) {
            append(frame.binaryData());
        }
        if (frame.isFinal()) {
            finish();
        }
    }

    private void append(Buffer fragment) {
        int before = text == null ? 0 : text.length();
        if (before + fragment.length() > maxBytes) {
            tooLarge = true;
            text = null;
        } else if (text == null) {
            text = fragment;
        } else {
            text = Buffer.buffer(before + fragment.length()).appendBuffer(text).appendBuffer(fragment);
        }
    }

    private void finish() {
        Buffer whole = text;
        text = null;
        if (binary) {
            receiver.binary();
        } else if (tooLarge || whole == null) {
            receiver.tooLarge();
        } else {
            receiver.text(whole.getBytes());
        }
    }
}
