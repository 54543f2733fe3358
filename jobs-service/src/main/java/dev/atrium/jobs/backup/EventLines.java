package dev.atrium.jobs.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The events in a part of a room, which may come from anywhere: unpacked within bounds, and one at a
/// time in memory.
public final class EventLines {

    /// Most bytes of a part, as it is in the archive.
    public static final int PACKED_MAX = 32 << 20;

    private static final int UNPACKED_MAX = 64 << 20;
    private static final int LINE_MAX = 1 << 20;
    private static final int LINES_MAX = 20_000;

    /// Most names, values and brackets of an event; its texts are one each.
    private static final int TOKENS_MAX = 50_000;

    private static final int BUFFER = 1 << 16;

    private final InputStream lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int unpacked;
    private int count;

    /// @param packed the part, as it is in the archive
    /// @throws InvalidArchiveException if it is not packed
    /// @throws IOException if it cannot be read at the moment
    public EventLines(InputStream packed) throws IOException, InvalidArchiveException {
        try {
            lines = new BufferedInputStream(new GZIPInputStream(packed, BUFFER), BUFFER);
        } catch (ZipException | EOFException e) {
            throw unusable(e);
        }
    }

    /// How many events there were.
    public int count() {
        return count;
    }

    /// @return empty at the end
    /// @throws InvalidArchiveException if the next line is no event, or there are too many
    /// @throws IOException if it cannot be read at the moment
    public Optional<JsonNode> next() throws IOException, InvalidArchiveException {
        line.reset();
        try {
            for (int read = lines.read(); read >= 0; read = lines.read()) {
                unpacked++;
                if (read == '\n') {
                    count++;
                    requireFew();
                    return Optional.of(event(line.toByteArray()));
                }
                line.write(read);
                requireFew();
            }
        } catch (ZipException | EOFException e) {
            throw unusable(e);
        }
        if (line.size() > 0) {
            throw new InvalidArchiveException("a part of a room ends within a line");
        }
        return Optional.empty();
    }

    private void requireFew() throws InvalidArchiveException {
        if (unpacked > UNPACKED_MAX || line.size() > LINE_MAX || count > LINES_MAX) {
            throw new InvalidArchiveException("a part of a room is larger than parts may be");
        }
    }

    private static JsonNode event(byte[] line) throws InvalidArchiveException {
        JsonNode event = BoundedJson.tree(line, TOKENS_MAX);
        if (event.path("sequence").asLong() > 0
                && event.path("type").isTextual()
                && HeadCheck.isTime(event.path("at"))
                && event.path("data").isObject()) {
            return event;
        }
        throw new InvalidArchiveException("an event of a room lacks its sequence, type, time or data");
    }

    private static InvalidArchiveException unusable(IOException cause) {
        return new InvalidArchiveException("a part of a room cannot be unpacked", cause);
    }
}
