package dev.atrium.jobs.backup;

import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.web.Json;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The bytes of a segment, and the parts that begin in it.
final class SegmentWriter {

    private static final int MAX_PARTS = 1_000;

    private final int size;
    private final Instant modified;
    private final ByteArrayOutputStream bytes;
    private final List<Part> parts = new ArrayList<>();

    /// @param size after which nothing more is begun
    SegmentWriter(int size, Instant modified) {
        this.size = size;
        this.modified = modified;
        this.bytes = new ByteArrayOutputStream(1 << 16);
    }

    boolean isFull() {
        return bytes.size() >= size || parts.size() >= MAX_PARTS;
    }

    /// How much fits.
    int space() {
        return Math.max(0, size - bytes.size());
    }

    Part entry(String name, byte[] content, long items) {
        Part part = new Part(name, content.length, Sha256.hex(content), items);
        begin(part);
        content(content);
        end(content.length);
        return part;
    }

    /// An entry whose content comes piece by piece, perhaps in later segments.
    void begin(Part part) {
        bytes.writeBytes(Tar.header(part.name(), part.sizeBytes(), modified));
        parts.add(part);
    }

    void content(byte[] piece) {
        bytes.writeBytes(piece);
    }

    void end(long contentBytes) {
        bytes.writeBytes(new byte[Tar.padding(contentBytes)]);
    }

    void endArchive() {
        bytes.writeBytes(Tar.end());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /// The parts, as lines of JSON.
    byte[] index() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Part part : parts) {
            lines.writeBytes(Json.bytes(part));
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
