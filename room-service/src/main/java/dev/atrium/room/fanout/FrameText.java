package dev.atrium.room.fanout;

import dev.atrium.platform.web.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// Frames as they travel: UTF-8 JSON, several of them as an array.
public final class FrameText {

    private FrameText() {}

    public static byte[] of(ServerFrame frame) {
        return Json.bytes(frame);
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
