package dev.atrium.room.socket;

import dev.atrium.room.tinybase.Memory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Joins the fragments of WebSocket messages. Keeps at most as many bytes as a message may have, and lets the socket
/// live when there are more, which Vert.x' own assembly does not.
public final class MessageAssembler {

    /// Most frames of a message. Clients that fragment at all do so by 16 KiB or more, and no message has more than 16
    /// MiB; each frame costs a turn of the event loop, however little is in it.
    static final int FRAMES_MAX = 4_096;

    /// For how many of [#isLateAtThisBeat] a message may have come in part.
    private static final int BEATS_MAX = 3;

    /// Takes whole messages.
    public interface Receiver {

        void text(byte[] utf8);

        /// A message was skipped; told once for each.
        void skipped(Fault fault);
    }

    /// What is wrong with a message.
    public enum Fault {
        /// It has binary data.
        BINARY,
        /// It is too long.
        TOO_LARGE,
        /// It has more frames than any client has need of. Told before its end.
        TOO_MANY_FRAMES,
        /// It has come in part, and for the rest the node has no memory left. Told before its end.
        NO_MEMORY
    }

    private final int maxBytes;
    private final Memory memory;
    private final Receiver receiver;
    /// What has come of a fragmented text; null if there is none, or it is skipped.
    private @Nullable ByteArrayOutputStream text;
    private Skipped skipped = Skipped.NOTHING;
    private int frames;
    private int beats;

    /// Why nothing more of the present message is taken.
    private enum Skipped {
        NOTHING,
        BINARY,
        TOO_LARGE,
        /// The receiver knows already.
        TOLD
    }

    /// @param memory from which comes what a message takes that is not whole yet
    public MessageAssembler(int maxBytes, Memory memory, Receiver receiver) {
        this.maxBytes = maxBytes;
        this.memory = memory;
        this.receiver = receiver;
    }

    public void frame(WebSocketFrame frame) {
        if (frame.isText() || frame.isBinary()) {
            drop();
            skipped = frame.isBinary() ? Skipped.BINARY : Skipped.NOTHING;
            frames = 0;
            beats = 0;
        } else if (!frame.isContinuation()) {
            return;
        }
        frames++;
        if (frames > FRAMES_MAX && skipped != Skipped.TOLD) {
            skip(Skipped.TOLD);
            receiver.skipped(Fault.TOO_MANY_FRAMES);
        }
        if (frames == 1 && frame.isFinal() && skipped == Skipped.NOTHING) {
            whole(frame.binaryData());
            return;
        }
        if (skipped == Skipped.NOTHING) {
            append(frame.binaryData());
        }
        if (frame.isFinal()) {
            finish();
        }
    }

    /// Counts time for the present message, of which some has come.
    ///
    /// @return whether it takes longer than any client needs for it
    public boolean isLateAtThisBeat() {
        return text != null && ++beats > BEATS_MAX;
    }

    /// Gives back the memory of a message that will not come to its end.
    public void drop() {
        if (text != null) {
            memory.give(text.size());
            text = null;
        }
    }

    private void whole(Buffer message) {
        if (message.length() > maxBytes) {
            receiver.skipped(Fault.TOO_LARGE);
        } else {
            receiver.text(message.getBytes());
        }
    }

    private void append(Buffer fragment) {
        ByteArrayOutputStream joined = text == null ? new ByteArrayOutputStream(fragment.length()) : text;
        if (joined.size() + fragment.length() > maxBytes) {
            skip(Skipped.TOO_LARGE);
        } else if (memory.take(fragment.length(), joined.size())) {
            joined.writeBytes(fragment.getBytes());
            text = joined;
        } else {
            skip(Skipped.TOLD);
            receiver.skipped(Fault.NO_MEMORY);
        }
    }

    private void skip(Skipped why) {
        drop();
        skipped = why;
    }

    private void finish() {
        ByteArrayOutputStream joined = text;
        drop();
        switch (skipped) {
            case BINARY -> receiver.skipped(Fault.BINARY);
            case TOO_LARGE -> receiver.skipped(Fault.TOO_LARGE);
            case NOTHING -> receiver.text(joined == null ? new byte[0] : joined.toByteArray());
            case TOLD -> {
                // Nobody waits for more of it.
            }
        }
    }
}
