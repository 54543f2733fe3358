package dev.atrium.room.fanout;

import dev.atrium.platform.web.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Frames as they travel: UTF-8 JSON, several of them as an array.
public final class FrameText {

    /// A message with several frames has at most so many bytes: what waits for a client leaves in parts.
    static final int SOME_BYTES = 1 << 18;

    private FrameText() {}

    public static byte[] of(ServerFrame frame) {
        return Json.bytes(frame);
    }

    /// WebSocket messages that carry all these frames, in order; none of them is long, unless one frame is.
    ///
    /// @param frames encoded
    static List<byte[]> joinSome(List<byte[]> frames) {
        List<byte[]> texts = new ArrayList<>();
        int from = 0;
        int size = 0;
        for (int i = 0; i < frames.size(); i++) {
            int length = frames.get(i).length;
            if (i > from && size + length > SOME_BYTES) {
                texts.add(join(frames.subList(from, i)));
                from = i;
                size = 0;
            }
            size += length;
        }
        if (from < frames.size()) {
            texts.add(join(frames.subList(from, frames.size())));
        }
        return texts;
    }

    /// One WebSocket message that carries all these frames.
    ///
    /// @param frames encoded, at least one
    public static byte[] join(List<byte[]> frames) {
        if (frames.size() == 1) {
            return frames.getFirst();
        }
        int size = frames.stream().mapToInt(frame -> frame.length + 1).sum() + 1;
        ByteArrayOutputStream array = new ByteArrayOutputStream(size);
        char separator = '[';
        for (byte[] frame : frames) {
            array.write(separator);
            array.writeBytes(frame);
            separator = ',';
        }
        array.write(']');
        return array.toByteArray();
    }
}
