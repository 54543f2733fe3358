package dev.atrium.media.upload;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/// The last bytes of a form, by which one sees whether it is complete. The decoder does not tell: a part
/// that breaks off just never ends.
final class FormTail {

    /// More than the longest closing delimiter, and some white space behind it.
    private static final int BYTES = 256;

    private final String end;
    private Buffer last = Buffer.buffer();

    /// @param boundary the form's
    FormTail(String boundary) {
        this.end = "\n--" + boundary + "--";
    }

    void see(Buffer piece) {
        Buffer seen = piece.length() >= BYTES ? piece : last.copy().appendBuffer(piece);
        last = seen.getBuffer(Math.max(0, seen.length() - BYTES), seen.length());
    }

    /// Whether what was seen ends as the form must.
    boolean ends() {
        return last.toString(StandardCharsets.ISO_8859_1).contains(end);
    }
}
